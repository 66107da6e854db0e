#include "motcua/calendarfeed/calendar_feed.h"

#include "motcua/base/error.h"
#include "motcua/calendar/calendar_json.h"

namespace motcua::calendarfeed {
namespace {

constexpr db::Statement kInsertCalendar{"calendarfeed_insert", R"sql(
  INSERT INTO calendars AS c (version, epoch, sequence, document) VALUES ($1, $2, $3, $4)
  ON CONFLICT (version) DO UPDATE SET epoch = $2, sequence = $3, document = $4
  WHERE (c.epoch, c.sequence) < ($2, $3)
)sql"};
constexpr db::Statement kReadNewest{
    "calendarfeed_read_newest",
    "SELECT document FROM calendars ORDER BY epoch DESC, sequence DESC LIMIT 1"};

}  // namespace

absl::Status TakeCalendar(db::Transaction& transaction, const PublishedCalendar& published) {
  // Checked here, so that a document that cannot be used becomes a visible dead letter and never
  // the calendar in force.
  const auto calendar = calendar::ParseCalendarJson(published.document);
  if (!calendar.ok() || calendar->version() != published.version) {
    return Error(absl::StatusCode::kInvalidArgument, "CALENDAR_INVALID",
                 "the calendar document cannot be read, or is of another version");
  }
  transaction.Write({kInsertCalendar, db::Params()
                                          .Text(published.version)
                                          .Int(published.epoch)
                                          .Int(published.sequence)
                                          .Text(published.document)});
  return absl::OkStatus();
}

db::Query NewestCalendarQuery() {
  return {kReadNewest, db::Params()};
}

absl::StatusOr<std::shared_ptr<const calendar::WorkingCalendar>> ReadNewestCalendar(
    const db::Result& rows) {
  if (rows.empty()) {
    return std::shared_ptr<const calendar::WorkingCalendar>();
  }
  auto calendar = calendar::ParseCalendarJson(rows.front().Text("document"));
  if (!calendar.ok()) {
    return Error(absl::StatusCode::kInternal, "CALENDAR_UNREADABLE",
                 "the stored calendar document cannot be read");
  }
  return std::make_shared<const calendar::WorkingCalendar>(*std::move(calendar));
}

}  // namespace motcua::calendarfeed
