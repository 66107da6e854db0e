#include "motcua/command/header.h"

#include "motcua/base/status_macros.h"
#include "motcua/text/text.h"

namespace motcua::command {

absl::Status CheckActor(const Actor& actor, const std::string& field) {
  if (actor.kind == ActorKind::kUnspecified) {
    return FieldError(field + ".kind", "ACTOR_INVALID", "the actor is missing");
  }
  if (actor.id.empty() || !text::Check(actor.id, {.field = field, .most = kLongestActorId}).ok()) {
    return FieldError(field + ".id", "ACTOR_INVALID",
                      "the actor's id must be a staff or account number of 1 to 64 characters");
  }
  if (actor.kind == ActorKind::kOfficer && actor.agency.empty()) {
    return FieldError(field + ".agency", "ACTOR_INVALID",
                      "an officer must name the agency they act for");
  }
  return absl::OkStatus();
}

absl::Status CheckHeader(const Header& header, const std::string& path) {
  MOTCUA_RETURN_IF_ERROR(CheckActor(header.actor, path + "actor"));
  const std::string reason = path + "reason";
  MOTCUA_RETURN_IF_ERROR(text::Check(
      header.reason,
      {.field = reason, .most = kLongestReason, .lines = true, .too_long = "REASON_TOO_LONG"}));
  const std::string legal_ground = path + "legal_ground";
  return text::Check(header.legal_ground, {.field = legal_ground,
                                           .most = kLongestLegalGround,
                                           .lines = true,
                                           .too_long = "REASON_TOO_LONG"});
}

absl::Status CheckRevision(const Header& header, std::int64_t revision,
                           const ErrorMetadata& seen_instead) {
  if (header.expected_revision == revision) {
    return absl::OkStatus();
  }
  if (header.expected_revision <= 0) {
    return header.expected_revision == 0 && header.actor.kind == ActorKind::kCitizen
               ? absl::OkStatus()
               : FieldError("command.expected_revision", "REVISION_MISSING",
                            "the expected revision is missing");
  }
  ErrorMetadata metadata = {{"revision", std::to_string(revision)}};
  metadata.insert(metadata.end(), seen_instead.begin(), seen_instead.end());
  return WithReason(absl::StatusCode::kAborted, "STALE_REVISION",
                    "it was changed by someone else in the meantime; read it again", metadata);
}

}  // namespace motcua::command
