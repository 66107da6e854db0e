#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/workflow/v1/workflow.pb.h"

#include "motcua/db/transaction.h"

namespace motcua::processing {

// The rows of the rules that processing owns, in the transaction of a load.

/// Name of a version; also the key of its event, and the subject of its audit row.
std::string WorkflowName(const workflow::v1::Workflow& workflow);
std::string CalendarName(const std::string& version);

/// Under the lock that orders loads of workflows: the documents of those that are stored, by name.
absl::StatusOr<std::map<std::string, std::string>> LockWorkflows(
    db::Transaction& transaction, const std::vector<workflow::v1::Workflow>& workflows);
void WriteWorkflow(db::Transaction& transaction, const workflow::v1::Workflow& workflow);

/// The same for one version of the calendar.
absl::StatusOr<std::map<std::string, std::string>> LockCalendar(db::Transaction& transaction,
                                                                const std::string& version);
/// Returns its ordinal; the highest is in force.
absl::StatusOr<std::int64_t> WriteCalendar(db::Transaction& transaction, const std::string& version,
                                           const std::string& document);

}  // namespace motcua::processing
