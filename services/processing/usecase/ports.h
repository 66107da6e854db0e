#pragma once

#include <memory>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/base/call_context.h"

#include "domain/transitions.h"

// Interfaces that the use cases of processing need. Implemented in store/ (PostgreSQL) and
// messaging/ (intake by gRPC), and by fakes in tests/support.

namespace motcua::processing {

/// Workflows, rule sets, calendars and agencies, as this program knows them. Versions of workflows
/// and calendars never change; intake may correct a rule set or an agency. Thread-safe.
class RuleBook {
 public:
  virtual ~RuleBook() = default;
  /// UNAVAILABLE / WORKFLOW_UNKNOWN, RULE_SET_UNKNOWN, CALENDAR_UNKNOWN while the projection has
  /// not caught up (a dossier refers to it, so it exists). INTERNAL / RULES_UNREADABLE.
  virtual absl::StatusOr<std::shared_ptr<const Workflow>> FindWorkflow(const std::string& id,
                                                                       int version) = 0;
  virtual absl::StatusOr<std::shared_ptr<const RuleSet>> FindRuleSet(const std::string& id) = 0;
  /// The version in force. FAILED_PRECONDITION / CALENDAR_UNKNOWN before one was loaded.
  virtual absl::StatusOr<std::shared_ptr<const calendar::WorkingCalendar>> CurrentCalendar() = 0;
  /// A version by name, such as the one a due date was printed with.
  virtual absl::StatusOr<std::shared_ptr<const calendar::WorkingCalendar>> FindCalendar(
      const std::string& version) = 0;
  /// OK for an agency that exists and is open at `now`; INVALID_ARGUMENT / AGENCY_UNKNOWN,
  /// AGENCY_CLOSED.
  virtual absl::Status CheckAgency(const std::string& field, const std::string& code,
                                   Instant now) = 0;
};

/// Fetches a dossier that intake has accepted but whose event has not arrived yet (design section
/// 3, "no gap").
class AcceptanceSource {
 public:
  virtual ~AcceptanceSource() = default;
  /// OK when the dossier is now here. NOT_FOUND / DOSSIER_UNKNOWN, FAILED_PRECONDITION /
  /// NOT_ACCEPTED_YET, UNAVAILABLE.
  virtual absl::Status Fetch(const CallContext& call, const std::string& dossier) = 0;
};

/// The papers that applicants uploaded to intake.
class Papers {
 public:
  virtual ~Papers() = default;
  /// OK when all were uploaded. INVALID_ARGUMENT / PAPER_UNKNOWN, TOO_MANY_PAPERS with the field;
  /// UNAVAILABLE.
  virtual absl::Status Check(const CallContext& call,
                             const std::vector<std::string>& paper_ids) = 0;
};

}  // namespace motcua::processing
