#include "motcua/calendar/calendar_json.h"

#include <array>
#include <utility>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/calendar/json_reader.h"

namespace motcua::calendar {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{1} << 20;

// By weekday::c_encoding().
constexpr std::array<std::string_view, 7> kWeekdays = {"sun", "mon", "tue", "wed",
                                                       "thu", "fri", "sat"};
// By DayKind.
constexpr std::array<std::string_view, 3> kKinds = {"holiday", "compensation", "makeup_workday"};

absl::StatusOr<std::chrono::weekday> ReadWeekday(const boost::json::value& value,
                                                 const std::string& path) {
  MOTCUA_ASSIGN_OR_RETURN(const std::string name, JsonString(value, path));
  for (unsigned i = 0; i < kWeekdays.size(); ++i) {
    if (kWeekdays[i] == name) {
      return std::chrono::weekday{i};
    }
  }
  return FieldError(path, "WEEKDAY_INVALID", "weekday must be mon, tue, wed, thu, fri, sat or sun");
}

absl::StatusOr<std::chrono::minutes> ReadTimeOfDay(const JsonObject& object, std::string_view key) {
  MOTCUA_ASSIGN_OR_RETURN(const std::string text, object.String(key));
  const absl::StatusOr<std::chrono::minutes> time = ParseTimeOfDay(text);
  return time.ok() ? time : AtField(time.status(), object.PathOf(key));
}

absl::StatusOr<OfficeHours::Line> ReadLine(const JsonObject& object) {
  MOTCUA_RETURN_IF_ERROR(object.Allow({"weekdays", "from", "to", "source_document", "verified"}));
  OfficeHours::Line line;
  MOTCUA_ASSIGN_OR_RETURN(const boost::json::array* weekdays, object.Array("weekdays"));
  for (std::size_t i = 0; i < weekdays->size(); ++i) {
    MOTCUA_ASSIGN_OR_RETURN(const std::chrono::weekday weekday,
                            ReadWeekday((*weekdays)[i], object.PathOf("weekdays", i)));
    line.weekdays.push_back(weekday);
  }
  MOTCUA_ASSIGN_OR_RETURN(line.segment.from, ReadTimeOfDay(object, "from"));
  MOTCUA_ASSIGN_OR_RETURN(line.segment.to, ReadTimeOfDay(object, "to"));
  if (object.Has("source_document")) {
    MOTCUA_ASSIGN_OR_RETURN(line.source_document, object.String("source_document"));
  }
  if (object.Has("verified")) {
    MOTCUA_ASSIGN_OR_RETURN(line.verified, object.Bool("verified"));
  }
  return line;
}

absl::StatusOr<DayKind> ReadKind(const JsonObject& object) {
  MOTCUA_ASSIGN_OR_RETURN(const std::string name, object.String("kind"));
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    if (kKinds[i] == name) {
      return static_cast<DayKind>(i);
    }
  }
  return FieldError(object.PathOf("kind"), "DAY_KIND_INVALID",
                    "kind must be holiday, compensation or makeup_workday");
}

absl::StatusOr<CalendarDay> ReadDay(const JsonObject& object) {
  MOTCUA_RETURN_IF_ERROR(
      object.Allow({"date", "kind", "name_vi", "name_en", "source_document", "verified"}));
  CalendarDay day;
  MOTCUA_ASSIGN_OR_RETURN(const std::string text, object.String("date"));
  const absl::StatusOr<LocalDate> date = ParseDate(text);
  if (!date.ok()) {
    return AtField(date.status(), object.PathOf("date"));
  }
  day.date = *date;
  MOTCUA_ASSIGN_OR_RETURN(day.kind, ReadKind(object));
  MOTCUA_ASSIGN_OR_RETURN(day.name_vi, object.String("name_vi"));
  MOTCUA_ASSIGN_OR_RETURN(day.name_en, object.String("name_en"));
  MOTCUA_ASSIGN_OR_RETURN(day.source_document, object.String("source_document"));
  MOTCUA_ASSIGN_OR_RETURN(day.verified, object.Bool("verified"));
  return day;
}

template <typename Item, typename Read>
absl::StatusOr<std::vector<Item>> ReadObjects(const JsonObject& root, std::string_view key,
                                              Read read) {
  MOTCUA_ASSIGN_OR_RETURN(const boost::json::array* array, root.Array(key));
  std::vector<Item> items;
  for (std::size_t i = 0; i < array->size(); ++i) {
    MOTCUA_ASSIGN_OR_RETURN(const JsonObject object,
                            JsonObject::From((*array)[i], root.PathOf(key, i)));
    MOTCUA_ASSIGN_OR_RETURN(Item item, read(object));
    items.push_back(std::move(item));
  }
  return items;
}

absl::StatusOr<std::vector<int>> ReadYears(const JsonObject& root) {
  MOTCUA_ASSIGN_OR_RETURN(const boost::json::array* array, root.Array("years"));
  std::vector<int> years;
  for (std::size_t i = 0; i < array->size(); ++i) {
    MOTCUA_ASSIGN_OR_RETURN(const int year, JsonInt((*array)[i], root.PathOf("years", i)));
    years.push_back(year);
  }
  return years;
}

boost::json::object ToJson(const OfficeHours::Line& line) {
  boost::json::array weekdays;
  for (const std::chrono::weekday weekday : line.weekdays) {
    weekdays.emplace_back(kWeekdays[weekday.c_encoding()]);
  }
  return {{"weekdays", std::move(weekdays)},
          {"from", FormatTimeOfDay(line.segment.from)},
          {"to", FormatTimeOfDay(line.segment.to)},
          {"source_document", line.source_document},
          {"verified", line.verified}};
}

boost::json::object ToJson(const CalendarDay& day) {
  return {{"date", FormatDate(day.date)},
          {"kind", kKinds[static_cast<std::size_t>(day.kind)]},
          {"name_vi", day.name_vi},
          {"name_en", day.name_en},
          {"source_document", day.source_document},
          {"verified", day.verified}};
}

}  // namespace

absl::StatusOr<WorkingCalendar> ParseCalendarJson(std::string_view text) {
  if (text.size() > kMaxBytes) {
    return Error(absl::StatusCode::kInvalidArgument, "CALENDAR_TOO_LARGE",
                 "the calendar file is larger than 1 MiB");
  }
  MOTCUA_ASSIGN_OR_RETURN(const boost::json::value document, ParseJson(text));
  MOTCUA_ASSIGN_OR_RETURN(const JsonObject root, JsonObject::From(document, ""));
  MOTCUA_RETURN_IF_ERROR(root.Allow({"version", "office_hours", "years", "days"}));
  MOTCUA_ASSIGN_OR_RETURN(std::string version, root.String("version"));
  MOTCUA_ASSIGN_OR_RETURN(std::vector<OfficeHours::Line> lines,
                          ReadObjects<OfficeHours::Line>(root, "office_hours", ReadLine));
  MOTCUA_ASSIGN_OR_RETURN(OfficeHours hours, OfficeHours::Create(std::move(lines)));
  MOTCUA_ASSIGN_OR_RETURN(std::vector<int> years, ReadYears(root));
  MOTCUA_ASSIGN_OR_RETURN(std::vector<CalendarDay> days,
                          ReadObjects<CalendarDay>(root, "days", ReadDay));
  return WorkingCalendar::Create(std::move(version), std::move(hours), std::move(years),
                                 std::move(days));
}

std::string CalendarToJson(const WorkingCalendar& calendar) {
  boost::json::array lines;
  for (const OfficeHours::Line& line : calendar.hours().lines()) {
    lines.push_back(ToJson(line));
  }
  boost::json::array years;
  for (const int year : calendar.years()) {
    years.emplace_back(year);
  }
  boost::json::array days;
  for (const CalendarDay& day : calendar.days()) {
    days.push_back(ToJson(day));
  }
  return boost::json::serialize(boost::json::object{{"version", calendar.version()},
                                                    {"office_hours", std::move(lines)},
                                                    {"years", std::move(years)},
                                                    {"days", std::move(days)}});
}

}  // namespace motcua::calendar
