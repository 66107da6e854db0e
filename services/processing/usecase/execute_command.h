#pragma once

#include <functional>
#include <string>

#include "motcua/base/clock.h"

#include "usecase/ports.h"

namespace motcua::processing {

/// The one way a person changes a dossier: the same frame around every transition of
/// domain/transitions.h.
///
/// Looks the client's key up before anything else, locks the dossier, checks the revision, applies
/// the transition, settles state and due date, and records state, history, audit, outbox and answer
/// in one transaction (design rule 1). A dossier that is not here yet is brought from intake once.
/// Thread-safe.
///
/// Errors beside the transition's own: INVALID_ARGUMENT / IDEMPOTENCY_KEY_MISSING, ACTOR_INVALID,
/// DOSSIER_MISSING, REVISION_MISSING, REASON_TOO_LONG; ALREADY_EXISTS / IDEMPOTENCY_KEY_REUSED;
/// ABORTED / STALE_REVISION; NOT_FOUND / DOSSIER_UNKNOWN; FAILED_PRECONDITION / NOT_ACCEPTED_YET.
class ExecuteCommand {
 public:
  struct Request {
    std::string method;
    std::string request_hash;
    /// Id or code.
    std::string dossier;
    std::int64_t expected_revision = 0;
    Actor actor;
    std::string reason;
    std::string legal_ground;
  };
  using Transition = std::function<absl::StatusOr<Occurrence>(Dossier&, const Situation&)>;
  /// Turns the outcome into the bytes of the answer, which are kept with the key.
  using Encode = std::function<std::string(const Dossier&, const Occurrence&)>;

  ExecuteCommand(UnitOfWork& work, RuleBook& rules, AcceptanceSource& acceptances,
                 const Clock& clock, IdGenerator& ids);

  absl::StatusOr<std::string> Execute(const CallContext& call, const Request& request,
                                      const Transition& transition, const Encode& encode) const;

 private:
  absl::Status RunOnce(const CallContext& call, const Request& request,
                       const Transition& transition, const Encode& encode,
                       std::string& response) const;

  UnitOfWork& work_;
  RuleBook& rules_;
  AcceptanceSource& acceptances_;
  const Clock& clock_;
  IdGenerator& ids_;
};

}  // namespace motcua::processing
