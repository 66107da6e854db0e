#include "usecase/command.h"

#include <algorithm>

#include "motcua/base/status_macros.h"

#include "domain/text.h"

namespace motcua::intake {
namespace {

constexpr std::size_t kMaxKey = 64;
constexpr std::size_t kMaxReason = 1000;
constexpr std::size_t kMaxLegalGround = 500;
constexpr std::size_t kMaxActorId = 64;

absl::Status CheckHeader(const CommandHeader& header) {
  MOTCUA_RETURN_IF_ERROR(CheckActor(header.actor, "command.actor"));
  if (CountCharacters(header.reason) > kMaxReason) {
    return FieldError("command.reason", "REASON_TOO_LONG", "a reason has at most 1000 characters");
  }
  if (CountCharacters(header.legal_ground) > kMaxLegalGround) {
    return FieldError("command.legal_ground", "REASON_TOO_LONG",
                      "a legal ground has at most 500 characters");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<CommandKey> MakeKey(const CallContext& call, const std::string& method,
                                   const std::string& request_hash) {
  if (call.idempotency_key.empty()) {
    return Error(absl::StatusCode::kInvalidArgument, "IDEMPOTENCY_KEY_MISSING",
                 "a command needs the metadata idempotency-key");
  }
  if (call.idempotency_key.size() > kMaxKey) {
    return Error(absl::StatusCode::kInvalidArgument, "IDEMPOTENCY_KEY_INVALID",
                 "an idempotency-key has at most 64 characters");
  }
  return CommandKey{.caller = call.caller,
                    .method = method,
                    .key = call.idempotency_key,
                    .request_hash = request_hash};
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
  return absl::OkStatus();
}

absl::Status CheckPapersFound(const std::vector<std::string>& missing_papers) {
  if (missing_papers.empty()) {
    return absl::OkStatus();
  }
  return Error(absl::StatusCode::kInvalidArgument, "PAPER_UNKNOWN",
               "there is no such paper; upload it first",
               {{"field", "parts"}, {"paper_id", missing_papers.front()}});
}

Instant NotBefore(const Dossier& dossier, Instant now) {
  return std::max(now, dossier.last_occurred_at);
}

void Advance(Dossier& dossier, Instant now) {
  ++dossier.sequence;
  dossier.last_occurred_at = now;
}

absl::StatusOr<std::string> DossierCommand::Run(const CallContext& call,
                                                const Invocation& invocation,
                                                const CommandHeader& header, const Decide& decide,
                                                const std::vector<std::string>& papers) const {
  MOTCUA_ASSIGN_OR_RETURN(const CommandKey key,
                          MakeKey(call, invocation.method, invocation.request_hash));
  std::string answer;
  const auto body = [&](Session& session) -> absl::Status {
    MOTCUA_ASSIGN_OR_RETURN(
        Opening opening, session.Open({.key = key, .dossier = header.dossier, .papers = papers}));
    MOTCUA_ASSIGN_OR_RETURN(std::optional<std::string> replay, ReplayOf(opening.answer, key));
    if (replay.has_value()) {
      answer = *std::move(replay);
      return absl::OkStatus();
    }
    if (!opening.dossier.has_value()) {
      return Error(absl::StatusCode::kNotFound, "DOSSIER_UNKNOWN", "there is no such dossier");
    }
    Dossier dossier = *std::move(opening.dossier);
    MOTCUA_RETURN_IF_ERROR(CheckOwned(dossier));
    MOTCUA_RETURN_IF_ERROR(CheckHeader(header));
    MOTCUA_RETURN_IF_ERROR(CheckRevision(dossier, header.expected_revision, header.actor));
    MOTCUA_RETURN_IF_ERROR(CheckPapersFound(opening.missing_papers));

    const int previous_state = dossier::WireNumber(dossier.state);
    const std::int64_t revision_before = dossier.revision;
    const Moment moment{.now = NotBefore(dossier, clock_.Now()), .rules = *opening.rules};
    MOTCUA_ASSIGN_OR_RETURN(Decision decision, decide(moment, dossier));
    ++dossier.revision;
    Advance(dossier, moment.now);
    const Change change{.dossier = dossier,
                        .event = {.id = ids_.NewId(),
                                  .body = std::move(decision.event),
                                  .previous_state = previous_state,
                                  .actor = header.actor,
                                  .reason = header.reason,
                                  .legal_ground = header.legal_ground},
                        .method = invocation.method,
                        .revision_before = revision_before,
                        .cited_papers = std::move(decision.cited_papers),
                        .receipt = decision.receipt};
    session.Record(change);
    answer = invocation.encode({.dossier = dossier, .receipt = std::move(decision.receipt)});
    session.Remember(key, answer);
    return absl::OkStatus();
  };
  MOTCUA_RETURN_IF_ERROR(work_.Run(call, invocation.method, body));
  return answer;
}

}  // namespace motcua::intake
