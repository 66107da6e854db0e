#include "usecase/command.h"

#include <algorithm>

#include "motcua/base/status_macros.h"
#include "motcua/dossier/lookup_secret.h"

#include "domain/text.h"

namespace motcua::feedback {
namespace {

constexpr std::size_t kMaxKey = 64;
constexpr std::size_t kMaxReason = 1000;
constexpr std::size_t kMaxActorId = 64;

absl::Status CheckRevision(const Petition& petition, const CommandHeader& header) {
  const bool unseen = header.expected_revision == 0 && header.actor.kind == ActorKind::kCitizen;
  if (unseen || header.expected_revision == petition.revision) {
    return absl::OkStatus();
  }
  return Error(absl::StatusCode::kAborted, "STALE_REVISION",
               "somebody has decided about this petition meanwhile; read it again",
               {{"revision", std::to_string(petition.revision)}});
}

absl::Status CheckSecret(const Petition& petition, const std::string& typed) {
  if (typed.empty()) {
    return Error(absl::StatusCode::kPermissionDenied, "SECRET_MISSING",
                 "the sender's look-up secret is needed");
  }
  return dossier::SecretMatches(petition.secret_hash, petition.lookup_key, typed)
             ? absl::OkStatus()
             : Error(absl::StatusCode::kPermissionDenied, "SECRET_WRONG",
                     "this is not the petition's look-up secret");
}

}  // namespace

absl::StatusOr<CommandKey> MakeKey(const CallContext& call, const Invocation& invocation) {
  if (call.idempotency_key.empty()) {
    return Error(absl::StatusCode::kInvalidArgument, "IDEMPOTENCY_KEY_MISSING",
                 "a command needs the metadata idempotency-key");
  }
  if (call.idempotency_key.size() > kMaxKey) {
    return Error(absl::StatusCode::kInvalidArgument, "IDEMPOTENCY_KEY_INVALID",
                 "an idempotency-key has at most 64 characters");
  }
  return CommandKey{.caller = call.caller,
                    .method = invocation.method,
                    .key = call.idempotency_key,
                    .request_hash = invocation.request_hash};
}

absl::StatusOr<std::optional<std::string>> ReplayOf(const std::optional<RecordedAnswer>& answer,
                                                    const CommandKey& key) {
  if (!answer.has_value()) {
    return std::optional<std::string>();
  }
  if (answer->request_hash != key.request_hash) {
    return Error(absl::StatusCode::kAlreadyExists, "IDEMPOTENCY_KEY_REUSED",
                 "this idempotency-key was used for a request with other content");
  }
  return std::optional<std::string>(answer->bytes);
}

absl::Status CheckActor(const Actor& actor, const std::string& field) {
  if (actor.kind == ActorKind::kUnspecified) {
    return FieldError(field + ".kind", "ACTOR_INVALID", "who acts must be said");
  }
  if (actor.id.empty() || actor.id.size() > kMaxActorId) {
    return FieldError(field + ".id", "ACTOR_INVALID",
                      "a staff or account number of 1 to 64 characters is needed");
  }
  if (actor.kind == ActorKind::kOfficer && actor.agency.empty()) {
    return FieldError(field + ".agency", "ACTOR_INVALID", "an officer acts for an agency");
  }
  return absl::OkStatus();
}

absl::Status PetitionUnknown() {
  return Error(absl::StatusCode::kNotFound, "PETITION_UNKNOWN", "there is no such petition");
}

absl::StatusOr<std::string> PetitionCommand::Run(const CallContext& call,
                                                 const Invocation& invocation,
                                                 const CommandHeader& header, const Decide& decide,
                                                 const Encode& encode) const {
  MOTCUA_ASSIGN_OR_RETURN(const CommandKey key, MakeKey(call, invocation));
  if (header.petition.empty()) {
    return FieldError("command.petition", "PETITION_MISSING", "say which petition is meant");
  }
  std::string answer;
  const auto body = [&](Session& session) -> absl::Status {
    MOTCUA_ASSIGN_OR_RETURN(Opening opening, session.Open(key, header.petition));
    MOTCUA_ASSIGN_OR_RETURN(std::optional<std::string> replay, ReplayOf(opening.answer, key));
    if (replay.has_value()) {
      answer = *std::move(replay);
      return absl::OkStatus();
    }
    if (!opening.petition.has_value()) {
      return PetitionUnknown();
    }
    Petition petition = *std::move(opening.petition);
    MOTCUA_RETURN_IF_ERROR(CheckActor(header.actor, "command.actor"));
    MOTCUA_RETURN_IF_ERROR(
        CheckText(header.reason, {.field = "command.reason", .most = kMaxReason, .lines = true}));
    MOTCUA_RETURN_IF_ERROR(CheckRevision(petition, header));

    const PetitionState previous = petition.state;
    // Design rule 11: no event before its predecessor, whatever a clock says.
    const Situation situation{.now = std::max(clock_.Now(), petition.last_occurred_at),
                              .actor = header.actor,
                              .reason = header.reason,
                              .rules = *opening.rules};
    MOTCUA_ASSIGN_OR_RETURN(HistoryLine line, decide(petition, situation));
    ++petition.revision;
    petition.last_occurred_at = situation.now;
    session.Record({.petition = petition,
                    .line = std::move(line),
                    .previous_state = previous,
                    .event_id = ids_.NewId(),
                    .method = invocation.method,
                    .reason = header.actor.kind == ActorKind::kOfficer ? header.reason : ""});
    answer = encode({.petition = petition,
                     .view = ViewOf(petition, header.actor, situation.rules, situation.now)});
    session.Remember(key, answer);
    return absl::OkStatus();
  };
  MOTCUA_RETURN_IF_ERROR(work_.Run(call, invocation.method, body));
  return answer;
}

absl::StatusOr<std::string> PetitionCommand::RunSupplement(
    const CallContext& call, const Invocation& invocation, const CommandHeader& header,
    const std::string& text, const std::string& lookup_secret, const Encode& encode) const {
  const auto decide = [&](Petition& petition, const Situation& situation) -> Transition {
    if (situation.actor.kind == ActorKind::kCitizen) {
      MOTCUA_RETURN_IF_ERROR(CheckSecret(petition, lookup_secret));
    }
    return Supplement(petition, situation, text);
  };
  return Run(call, invocation, header, decide, encode);
}

}  // namespace motcua::feedback
