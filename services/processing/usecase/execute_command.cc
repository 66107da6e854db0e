#include "usecase/execute_command.h"

#include <algorithm>

#include "motcua/base/status_macros.h"

namespace motcua::processing {
namespace {

constexpr std::size_t kMaxReason = 1000;
constexpr std::size_t kMaxKey = 64;

absl::Status CheckKey(const CallContext& call) {
  if (call.idempotency_key.empty() || call.idempotency_key.size() > kMaxKey) {
    return FieldError("idempotency-key", "IDEMPOTENCY_KEY_MISSING",
                      "a command needs a client key of 1 to 64 bytes");
  }
  return absl::OkStatus();
}

absl::Status CheckRequest(const ExecuteCommand::Request& request) {
  if (request.dossier.empty()) {
    return FieldError("command.dossier", "DOSSIER_MISSING", "name the dossier by its id or code");
  }
  const Actor& actor = request.actor;
  if (actor.id.empty() || actor.id.size() > kMaxKey) {
    return FieldError("command.actor.id", "ACTOR_INVALID", "an actor's id has 1 to 64 bytes");
  }
  if (actor.kind == ActorKind::kOfficer && actor.agency.empty()) {
    return FieldError("command.actor.agency", "ACTOR_INVALID", "an officer acts for an agency");
  }
  // A citizen sees a state and no form, so there is no revision to be stale.
  if (request.expected_revision < 0 ||
      (request.expected_revision == 0 && actor.kind != ActorKind::kCitizen)) {
    return FieldError("command.expected_revision", "REVISION_MISSING",
                      "state the revision that was seen");
  }
  if (request.reason.size() > kMaxReason || request.legal_ground.size() > kMaxReason) {
    return FieldError("command.reason", "REASON_TOO_LONG",
                      "reason and legal ground have at most 1000 bytes each");
  }
  return absl::OkStatus();
}

absl::Status Unknown() {
  return Error(absl::StatusCode::kNotFound, "DOSSIER_UNKNOWN", "there is no such dossier");
}

bool IsNotHere(const absl::Status& status) {
  return status.code() == absl::StatusCode::kNotFound && Reason(status) == "DOSSIER_UNKNOWN";
}

}  // namespace

ExecuteCommand::ExecuteCommand(UnitOfWork& work, RuleBook& rules, AcceptanceSource& acceptances,
                               const Clock& clock, IdGenerator& ids)
    : work_(work), rules_(rules), acceptances_(acceptances), clock_(clock), ids_(ids) {}

absl::StatusOr<std::string> ExecuteCommand::Execute(const CallContext& call, const Request& request,
                                                    const Transition& transition,
                                                    const Encode& encode) const {
  MOTCUA_RETURN_IF_ERROR(CheckKey(call));
  std::string response;
  absl::Status status = RunOnce(call, request, transition, encode, response);
  if (IsNotHere(status)) {
    MOTCUA_RETURN_IF_ERROR(acceptances_.Fetch(call, request.dossier));
    status = RunOnce(call, request, transition, encode, response);
  }
  if (!status.ok()) {
    return status;
  }
  return response;
}

absl::Status ExecuteCommand::RunOnce(const CallContext& call, const Request& request,
                                     const Transition& transition, const Encode& encode,
                                     std::string& response) const {
  const CommandKey key{.caller = call.caller,
                       .method = request.method,
                       .key = call.idempotency_key,
                       .request_hash = request.request_hash};
  return work_.Run(call, request.method, [&](Session& session) -> absl::Status {
    MOTCUA_ASSIGN_OR_RETURN(const Opened opened, session.Open(key, request.dossier));
    if (opened.answer.has_value()) {
      if (opened.answer->request_hash != key.request_hash) {
        return Error(absl::StatusCode::kAlreadyExists, "IDEMPOTENCY_KEY_REUSED",
                     "this key was used for a command with other content");
      }
      response = opened.answer->response;
      return absl::OkStatus();
    }
    MOTCUA_RETURN_IF_ERROR(CheckRequest(request));
    if (!opened.dossier.has_value()) {
      return Unknown();
    }
    const Dossier& before = *opened.dossier;
    if (request.expected_revision != 0 && request.expected_revision != before.revision) {
      return Error(absl::StatusCode::kAborted, "STALE_REVISION",
                   "somebody else changed the dossier in between: read it again",
                   {{"revision", std::to_string(before.revision)},
                    {"state", std::to_string(dossier::WireNumber(before.state))}});
    }

    MOTCUA_ASSIGN_OR_RETURN(const auto workflow,
                            rules_.FindWorkflow(before.workflow_id, before.workflow_version));
    MOTCUA_ASSIGN_OR_RETURN(const auto rule_set, rules_.FindRuleSet(before.rule_set));
    MOTCUA_ASSIGN_OR_RETURN(const auto calendar, rules_.CurrentCalendar());
    // Two replicas' clocks differ; a dossier's own time never runs backwards (design rule 11).
    const Instant now = std::max(clock_.Now(), before.last_occurred_at);
    const Situation situation{.actor = request.actor,
                              .reason = request.reason,
                              .legal_ground = request.legal_ground,
                              .now = now,
                              .workflow = *workflow,
                              .rules = *rule_set,
                              .calendar = *calendar,
                              .ids = ids_};
    Dossier after = before;
    MOTCUA_ASSIGN_OR_RETURN(const Occurrence occurrence, transition(after, situation));
    MOTCUA_ASSIGN_OR_RETURN(const auto deadline, Settle(after, occurrence, situation, true));
    MOTCUA_RETURN_IF_ERROR(session.Save(before, after,
                                        {.occurrence = occurrence,
                                         .previous_state = before.state,
                                         .actor = request.actor,
                                         .reason = request.reason,
                                         .legal_ground = request.legal_ground,
                                         .deadline = deadline}));
    response = encode(after, occurrence);
    session.Remember(key, response);
    return absl::OkStatus();
  });
}

}  // namespace motcua::processing
