#include "messaging/rules_handler.h"

#include "motcua/processing/events/v1/rules_events.pb.h"

#include "motcua/base/error.h"
#include "motcua/calendar/calendar_json.h"

#include "store/sql.h"

namespace motcua::intake {
namespace {

namespace events = motcua::processing::events::v1;

absl::Status Unreadable() {
  return Error(absl::StatusCode::kInvalidArgument, "EVENT_UNREADABLE",
               "the payload is not of its type");
}

}  // namespace

bool RulesHandler::Handles(const std::string& type) const {
  return type == events::WorkflowApproved::descriptor()->full_name() ||
         type == events::CalendarPublished::descriptor()->full_name();
}

absl::Status RulesHandler::Apply(const CallContext& /*call*/, db::Transaction& transaction,
                                 const outbox::Event& event) {
  if (event.type == events::WorkflowApproved::descriptor()->full_name()) {
    events::WorkflowApproved message;
    if (!message.ParseFromString(event.payload) || message.workflow().id().empty()) {
      return Unreadable();
    }
    transaction.Write(
        {sql::kInsertWorkflow,
         db::Params().Text(message.workflow().id()).Int(message.workflow().version())});
  } else {
    events::CalendarPublished message;
    if (!message.ParseFromString(event.payload)) {
      return Unreadable();
    }
    // Checked here, so that a document that cannot be used becomes a visible dead letter and never
    // the calendar in force.
    const auto calendar = calendar::ParseCalendarJson(message.document());
    if (!calendar.ok() || calendar->version() != message.version()) {
      return Error(absl::StatusCode::kInvalidArgument, "CALENDAR_INVALID",
                   "the calendar document cannot be read, or is of another version");
    }
    transaction.Write({sql::kInsertCalendar, db::Params()
                                                 .Text(message.version())
                                                 .Int(event.epoch)
                                                 .Int(event.sequence)
                                                 .Text(message.document())});
  }
  transaction.Write({sql::kRaiseRulesVersion, db::Params()});
  return absl::OkStatus();
}

}  // namespace motcua::intake
