#include "domain/dossier.h"

#include "motcua/base/error.h"

namespace motcua::intake {

std::optional<Instant> DeadlineOf(const Dossier& dossier) {
  switch (dossier.state) {
    case NationalState::kFiled:
      return dossier.acceptance_due_at;
    case NationalState::kSupplementRequested:
    case NationalState::kPaymentRequested:
      return dossier.request_due_at;
    default:
      return std::nullopt;
  }
}

absl::Status CheckOwned(const Dossier& dossier) {
  return dossier.accepted ? Error(absl::StatusCode::kFailedPrecondition, "DOSSIER_ACCEPTED",
                                  "the dossier has been accepted and now belongs to processing")
                          : absl::OkStatus();
}

absl::Status CheckCounter(const Dossier& dossier, const Actor& actor) {
  if (actor.kind == ActorKind::kOfficer && actor.agency == dossier.content.receiving_agency) {
    return absl::OkStatus();
  }
  return Error(absl::StatusCode::kPermissionDenied, "NOT_YOUR_DOSSIER",
               "only an officer of the receiving agency may decide about it");
}

}  // namespace motcua::intake
