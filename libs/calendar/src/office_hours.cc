#include <algorithm>
#include <utility>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/calendar/working_calendar.h"

namespace motcua::calendar {
namespace {

std::string Path(std::size_t line, std::string_view member) {
  return "office_hours[" + std::to_string(line) + "]." + std::string(member);
}

absl::Status CheckSegment(const Segment& segment, std::size_t line) {
  if (segment.from < std::chrono::minutes{0} || segment.to > std::chrono::hours{24}) {
    return FieldError(Path(line, "from"), "OFFICE_HOURS_OUT_OF_DAY",
                      "office hours must lie within one day");
  }
  if (segment.from >= segment.to) {
    return FieldError(Path(line, "to"), "OFFICE_HOURS_REVERSED",
                      "office hours must end after they begin");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<OfficeHours> OfficeHours::Create(std::vector<Line> given) {
  OfficeHours hours(std::move(given));
  const std::vector<Line>& lines = hours.lines_;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Segment& segment = lines[i].segment;
    MOTCUA_RETURN_IF_ERROR(CheckSegment(segment, i));
    for (const std::chrono::weekday weekday : lines[i].weekdays) {
      if (!weekday.ok()) {
        return FieldError(Path(i, "weekdays"), "WEEKDAY_INVALID", "invalid weekday");
      }
      std::vector<Segment>& day = hours.segments_[weekday.c_encoding()];
      const auto overlaps = [&](const Segment& other) {
        return segment.from < other.to && other.from < segment.to;
      };
      if (std::any_of(day.begin(), day.end(), overlaps)) {
        return FieldError(Path(i, "from"), "OFFICE_HOURS_OVERLAP",
                          "office hours of the same weekday overlap");
      }
      const auto later = std::find_if(
          day.begin(), day.end(), [&](const Segment& other) { return segment.from < other.from; });
      day.insert(later, segment);
    }
  }
  if (hours.on(std::chrono::Monday).empty()) {
    return FieldError("office_hours", "OFFICE_HOURS_EMPTY",
                      "Monday needs office hours: make-up days use them");
  }
  return hours;
}

std::span<const Segment> OfficeHours::on(std::chrono::weekday weekday) const {
  return segments_[weekday.c_encoding()];
}

}  // namespace motcua::calendar
