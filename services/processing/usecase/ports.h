#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/base/call_context.h"

#include "domain/transitions.h"

// What the use cases of processing need from outside. Implemented in store/ (PostgreSQL) and
// messaging/ (intake by gRPC), and by fakes in tests/support.

namespace motcua::processing {

/// One command as the idempotency record knows it (design rule 1).
struct CommandKey {
  std::string caller;
  std::string method;
  std::string key;
  /// SHA-256 of the request's content.
  std::string request_hash;
};

/// The answer given to an earlier command with the same key.
struct StoredAnswer {
  std::string request_hash;
  std::string response;
};

/// One event about to be recorded, with the decision behind it.
struct Change {
  Occurrence occurrence;
  dossier::NationalState previous_state{};
  Actor actor;
  std::string reason;
  std::string legal_ground;
  std::optional<DeadlineChange> deadline;
};

/// What the first round trip of a command brings back.
struct Opened {
  std::optional<StoredAnswer> answer;
  /// Locked until the end of the transaction.
  std::optional<Dossier> dossier;
};

/// One transaction as the use cases see it. Writes are queued and go out with the commit.
class Session {
 public:
  virtual ~Session() = default;
  /// Looks the key up and locks the dossier (by id or by code), in one round trip.
  virtual absl::StatusOr<Opened> Open(const CommandKey& command, const std::string& dossier) = 0;
  /// State, history, audit and outbox of one event, in that order.
  virtual absl::Status Save(const Dossier& before, const Dossier& after, const Change& change) = 0;
  /// The state alone: a new calendar version that leaves the date where it is.
  virtual void SaveCalendarVersion(const Dossier& after) = 0;
  virtual void Remember(const CommandKey& command, const std::string& response) = 0;
};

/// Runs a body in one transaction; the body may run more than once.
class UnitOfWork {
 public:
  virtual ~UnitOfWork() = default;
  virtual absl::Status Run(const CallContext& call, std::string_view name,
                           const std::function<absl::Status(Session&)>& body) = 0;
};

/// Workflows, rule sets, calendars and agencies, as this program knows them. Versions are
/// immutable, so what was read once stays true. Thread-safe.
class RuleBook {
 public:
  virtual ~RuleBook() = default;
  /// NOT_FOUND / WORKFLOW_UNKNOWN, retryable UNAVAILABLE when the projection has not caught up.
  virtual absl::StatusOr<std::shared_ptr<const Workflow>> FindWorkflow(const std::string& id,
                                                                       int version) = 0;
  virtual absl::StatusOr<std::shared_ptr<const RuleSet>> FindRuleSet(const std::string& id) = 0;
  /// The version in force. FAILED_PRECONDITION / CALENDAR_UNKNOWN before one was loaded.
  virtual absl::StatusOr<std::shared_ptr<const calendar::WorkingCalendar>> CurrentCalendar() = 0;
  /// A version by name: the one a due date was printed with.
  virtual absl::StatusOr<std::shared_ptr<const calendar::WorkingCalendar>> FindCalendar(
      const std::string& version) = 0;
  /// OK for an agency that exists and is open at `now`; INVALID_ARGUMENT / AGENCY_UNKNOWN,
  /// AGENCY_CLOSED.
  virtual absl::Status CheckAgency(const std::string& field, const std::string& code,
                                   Instant now) = 0;
};

/// Brings a dossier that intake has accepted but whose event has not arrived yet (design section 3,
/// "no gap").
class AcceptanceSource {
 public:
  virtual ~AcceptanceSource() = default;
  /// OK when the dossier is here now. NOT_FOUND / DOSSIER_UNKNOWN, FAILED_PRECONDITION /
  /// NOT_ACCEPTED_YET, UNAVAILABLE.
  virtual absl::Status Fetch(const CallContext& call, const std::string& dossier) = 0;
};

}  // namespace motcua::processing
