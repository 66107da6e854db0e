#include "store/rule_rows.h"

#include <utility>

#include "motcua/base/status_macros.h"

#include "store/sql.h"

namespace motcua::processing {

std::string WorkflowName(const workflow::v1::Workflow& workflow) {
  return "workflow/" + workflow.id() + "/" + std::to_string(workflow.version());
}

std::string CalendarName(const std::string& version) {
  return "calendar/" + version;
}

absl::StatusOr<std::map<std::string, std::string>> LockWorkflows(
    db::Transaction& transaction, const std::vector<workflow::v1::Workflow>& workflows) {
  std::vector<db::Query> queries = {{sql::kLockWorkflows, db::Params()}};
  for (const workflow::v1::Workflow& workflow : workflows) {
    queries.push_back(
        {sql::kReadWorkflow, db::Params().Text(workflow.id()).Int(workflow.version())});
  }
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<db::Result> results,
                          transaction.ReadAll(std::move(queries)));
  std::map<std::string, std::string> stored;
  for (std::size_t i = 0; i < workflows.size(); ++i) {
    if (const db::Result& found = results[i + 1]; !found.empty()) {
      stored.emplace(WorkflowName(workflows[i]), found.front().Bytes("document"));
    }
  }
  return stored;
}

void WriteWorkflow(db::Transaction& transaction, const workflow::v1::Workflow& workflow) {
  transaction.Write({sql::kInsertWorkflow, db::Params()
                                               .Text(workflow.id())
                                               .Int(workflow.version())
                                               .Text(workflow.procedure_code())
                                               .Bytes(workflow.SerializeAsString())});
}

absl::StatusOr<std::map<std::string, std::string>> LockCalendar(db::Transaction& transaction,
                                                                const std::string& version) {
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<db::Result> results,
                          transaction.ReadAll({{sql::kLockCalendars, db::Params()},
                                               {sql::kReadCalendar, db::Params().Text(version)}}));
  std::map<std::string, std::string> stored;
  if (!results[1].empty()) {
    stored.emplace(CalendarName(version), results[1].front().Text("document"));
  }
  return stored;
}

absl::StatusOr<std::int64_t> WriteCalendar(db::Transaction& transaction, const std::string& version,
                                           const std::string& document) {
  MOTCUA_ASSIGN_OR_RETURN(
      const db::Result inserted,
      transaction.Read({sql::kInsertCalendar, db::Params().Text(version).Text(document)}));
  return inserted.front().Int("ordinal");
}

}  // namespace motcua::processing
