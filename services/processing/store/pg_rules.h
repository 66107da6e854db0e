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

/// Keeps and publishes what processing owns of the rules: approved workflows and the working
/// calendar. Documents come in checked. Each load is one transaction with its events and an audit
/// row; what is there already with the same content is left alone. Thread-safe.
class PgRules {
 public:
  PgRules(db::Pool& pool, const Clock& clock, IdGenerator& ids, int epoch,
          std::function<void()> on_commit);

  /// Whether a load writes. A dry run gives the same answer, refusals included, and writes nothing.
  enum class Mode { kSave, kDryRun };

  /// How many were new. FAILED_PRECONDITION / VERSION_FROZEN for a known version with other
  /// content.
  absl::StatusOr<int> SaveWorkflows(const CallContext& call,
                                    const std::vector<workflow::v1::Workflow>& workflows,
                                    Mode mode);
  /// True when it was new; it is in force from then on. FAILED_PRECONDITION / VERSION_FROZEN as
  /// above.
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
