#include "messaging/rules_handler.h"

#include "motcua/processing/events/v1/rules_events.pb.h"

#include "motcua/catalogue/facts.h"

#include "store/sql.h"

namespace motcua::intake {
namespace {

using processing::events::v1::WorkflowApproved;

// Only the existence of the approved version is stored.
struct Approval : catalogue::Fact {
  int version = 0;
};

const db::Table<Approval>& Approvals() {
  static const db::Table<Approval> kApprovals = catalogue::FactTable<Approval>(
      "approved_workflows", "id", {db::Key(db::Field("version", &Approval::version))});
  return kApprovals;
}

}  // namespace

catalogue::FactHandler MakeRulesHandler() {
  return catalogue::FactHandler(
      {catalogue::TakeCalendars(),
       catalogue::Take<WorkflowApproved>(
           Approvals(),
           [](const WorkflowApproved& message) {
             return Approval{{.key = message.workflow().id()}, message.workflow().version()};
           })},
      sql::kRaiseRulesVersion);
}

}  // namespace motcua::intake
