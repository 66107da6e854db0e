#include "messaging/rules_handler.h"

#include "motcua/intake/events/v1/catalogue_events.pb.h"
#include "motcua/processing/events/v1/rules_events.pb.h"

#include "motcua/base/status_macros.h"
#include "motcua/calendarfeed/calendar_feed.h"

#include "store/sql.h"

namespace motcua::feedback {
namespace {

using intake::events::v1::AgencyPublished;
using intake::events::v1::ProcedurePublished;
using intake::events::v1::RuleSetPublished;
using processing::events::v1::CalendarPublished;

absl::Status Unreadable() {
  return Error(absl::StatusCode::kInvalidArgument, "EVENT_UNREADABLE",
               "the payload is not of its type");
}

absl::Status TakeAgency(db::Transaction& transaction, const outbox::Event& event) {
  AgencyPublished message;
  if (!message.ParseFromString(event.payload) || message.agency().code().empty()) {
    return Unreadable();
  }
  transaction.Write({sql::kUpsertAgency, db::Params()
                                             .Text(message.agency().code())
                                             .Int(event.epoch)
                                             .Int(event.sequence)
                                             .Text(message.agency().valid_from())
                                             .Text(message.agency().valid_to())});
  return absl::OkStatus();
}

absl::Status TakeCalendar(db::Transaction& transaction, const outbox::Event& event) {
  CalendarPublished message;
  if (!message.ParseFromString(event.payload)) {
    return Unreadable();
  }
  return calendarfeed::TakeCalendar(transaction, {.version = message.version(),
                                                  .document = message.document(),
                                                  .epoch = event.epoch,
                                                  .sequence = event.sequence});
}

}  // namespace

bool RulesHandler::Handles(const std::string& type) const {
  // Rule sets and procedures are known types that petitions do not depend on.
  return type == AgencyPublished::descriptor()->full_name() ||
         type == RuleSetPublished::descriptor()->full_name() ||
         type == ProcedurePublished::descriptor()->full_name() ||
         type == CalendarPublished::descriptor()->full_name();
}

absl::Status RulesHandler::Apply(const CallContext& /*call*/, db::Transaction& transaction,
                                 const outbox::Event& event) {
  if (event.type == AgencyPublished::descriptor()->full_name()) {
    MOTCUA_RETURN_IF_ERROR(TakeAgency(transaction, event));
  } else if (event.type == CalendarPublished::descriptor()->full_name()) {
    MOTCUA_RETURN_IF_ERROR(TakeCalendar(transaction, event));
  } else {
    return absl::OkStatus();
  }
  transaction.Write({sql::kRaiseRulesVersion, db::Params()});
  return absl::OkStatus();
}

}  // namespace motcua::feedback
