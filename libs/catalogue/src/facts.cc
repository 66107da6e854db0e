#include "motcua/catalogue/facts.h"

#include "motcua/intake/events/v1/catalogue_events.pb.h"
#include "motcua/processing/events/v1/rules_events.pb.h"

#include "motcua/base/error.h"
#include "motcua/calendar/calendar_json.h"

namespace motcua::catalogue {
namespace {

using intake::events::v1::AgencyPublished;
using intake::events::v1::RuleSetPublished;
using processing::events::v1::CalendarPublished;

struct Calendar : Fact {
  std::string document;  // JSON
};

const db::Table<Calendar>& Calendars() {
  static const db::Table<Calendar> kCalendars =
      FactTable<Calendar>("calendars", "version", {db::Field("document", &Calendar::document)});
  return kCalendars;
}

}  // namespace

const db::Table<Agency>& Agencies() {
  static const db::Table<Agency> kAgencies = FactTable<Agency>(
      "agencies", "code",
      {db::Field("valid_from", &Agency::valid_from), db::Field("valid_to", &Agency::valid_to)});
  return kAgencies;
}

Projection TakeAgencies() {
  return Take<AgencyPublished>(Agencies(), [](const AgencyPublished& message) {
    return Agency{{.key = message.agency().code()},
                  message.agency().valid_from(),
                  message.agency().valid_to()};
  });
}

const db::Table<RuleSet>& RuleSets() {
  static const db::Table<RuleSet> kRuleSets = FactTable<RuleSet>(
      "rule_sets", "id", {db::Field("document", db::Type::kBytea, &RuleSet::document)});
  return kRuleSets;
}

Projection TakeRuleSets() {
  return Take<RuleSetPublished>(RuleSets(), [](const RuleSetPublished& message) {
    return RuleSet{{.key = message.rule_set().id()}, message.rule_set().SerializeAsString()};
  });
}

Projection TakeCalendars() {
  return Take<CalendarPublished>(
      Calendars(), [](const CalendarPublished& message) -> absl::StatusOr<Calendar> {
        const auto calendar = calendar::ParseCalendarJson(message.document());
        if (!calendar.ok() || calendar->version() != message.version()) {
          return Error(absl::StatusCode::kInvalidArgument, "CALENDAR_INVALID",
                       "the calendar document cannot be read, or is of another version");
        }
        return Calendar{{.key = message.version()}, message.document()};
      });
}

db::Query NewestCalendarQuery() {
  static const db::MadeStatement kNewest =
      Calendars().Select("newest_calendar", "ORDER BY epoch DESC, sequence DESC LIMIT 1");
  return {kNewest, db::Params()};
}

absl::StatusOr<std::shared_ptr<const calendar::WorkingCalendar>> ReadNewestCalendar(
    const db::Result& rows) {
  if (rows.empty()) {
    return std::shared_ptr<const calendar::WorkingCalendar>();
  }
  auto calendar = calendar::ParseCalendarJson(rows.front().Text("document"));
  if (!calendar.ok()) {
    return Error(absl::StatusCode::kInternal, "RULES_UNREADABLE", "stored rules cannot be read");
  }
  return std::make_shared<const calendar::WorkingCalendar>(*std::move(calendar));
}

}  // namespace motcua::catalogue
