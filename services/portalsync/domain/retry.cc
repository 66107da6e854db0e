#include "domain/retry.h"

#include "motcua/base/error.h"

namespace motcua::portalsync {

absl::Status CheckRetrier(const Actor& actor) {
  return actor.kind == ActorKind::kOfficer || actor.kind == ActorKind::kSystem
             ? absl::OkStatus()
             : FieldError("actor.kind", "ACTOR_INVALID", "only an officer or a program may retry");
}

absl::Status DecideRetry(const QueuedDossier& dossier) {
  return dossier.refused ? absl::OkStatus()
                         : Error(absl::StatusCode::kFailedPrecondition, "NOT_REFUSED",
                                 "the portal has not refused any event of this dossier");
}

}  // namespace motcua::portalsync
