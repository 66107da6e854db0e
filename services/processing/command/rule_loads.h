#pragma once

#include <functional>

#include <absl/status/statusor.h>

#include "motcua/processing/v1/rules_service.pb.h"

#include "motcua/base/call_context.h"
#include "motcua/base/clock.h"
#include "motcua/base/uuid.h"
#include "motcua/db/transaction.h"

namespace motcua::processing {

/// The operators' commands: loads of workflows and calendars, in the transaction of their answer
/// (program::RunLoad). What is new is stored with an event and an audit row for each version. A dry
/// run gives the same answer and refusals and queues nothing. Thread-safe.
class RuleLoads {
 public:
  struct Parts {
    const Clock& clock;
    IdGenerator& ids;
    /// From the installation row; part of every event.
    int epoch;
    /// Wakes the outbox publisher.
    std::function<void()> on_commit;
  };
  explicit RuleLoads(Parts parts);

  /// INVALID_ARGUMENT / WORKFLOW_INVALID with all faults; FAILED_PRECONDITION / VERSION_FROZEN.
  absl::StatusOr<v1::LoadWorkflowsResponse> LoadWorkflows(
      db::Transaction& transaction, const CallContext& call,
      const v1::LoadWorkflowsRequest& request) const;
  /// A new version is in force at once. INVALID_ARGUMENT / CALENDAR_INVALID; FAILED_PRECONDITION /
  /// VERSION_FROZEN.
  absl::StatusOr<v1::LoadCalendarResponse> LoadCalendar(
      db::Transaction& transaction, const CallContext& call,
      const v1::LoadCalendarRequest& request) const;

 private:
  const Parts parts_;
};

}  // namespace motcua::processing
