#pragma once

#include <functional>
#include <string>
#include <vector>

#include "motcua/workflow/v1/workflow.pb.h"

#include "motcua/base/clock.h"
#include "motcua/base/uuid.h"
#include "motcua/calendar/working_calendar.h"
#include "motcua/db/pool.h"

namespace motcua::processing {

/// Stores and publishes the rules owned by processing: approved workflows and the working calendar.
/// Documents must be checked already. Each load is one transaction with its events and an audit
/// row; versions stored with the same content are not changed. Thread-safe.
class PgRules {
 public:
  PgRules(db::Pool& pool, const Clock& clock, IdGenerator& ids, int epoch,
          std::function<void()> on_commit);

  /// Whether a load writes. A dry run gives the same answer, including refusals, but writes
  /// nothing.
  enum class Mode { kSave, kDryRun };

  /// Returns the number of new ones. FAILED_PRECONDITION / VERSION_FROZEN for a stored version with
  /// different content.
  absl::StatusOr<int> SaveWorkflows(const CallContext& call,
                                    const std::vector<workflow::v1::Workflow>& workflows,
                                    Mode mode);
  /// True if it was new; it is then in force. FAILED_PRECONDITION / VERSION_FROZEN as above.
  absl::StatusOr<bool> SaveCalendar(const CallContext& call, const std::string& version,
                                    const std::string& document, Mode mode);

 private:
  db::Pool& pool_;
  const Clock& clock_;
  IdGenerator& ids_;
  int epoch_;
  std::function<void()> on_commit_;
};

}  // namespace motcua::processing
