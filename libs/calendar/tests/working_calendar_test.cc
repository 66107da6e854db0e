#include "motcua/calendar/working_calendar.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"

#include "sample_calendar.h"

namespace motcua::calendar {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

class WorkingCalendarTest : public testing::Test {
 protected:
  LocalTime Normalised(const std::string& text) { return *calendar_.Normalise(LocalAt(text)); }

  const WorkingCalendar calendar_ = SampleCalendar();
};

TEST_F(WorkingCalendarTest, KnowsWeekendsHolidaysAndMakeupDays) {
  EXPECT_TRUE(calendar_.IsWorkingDay(Day("2025-03-12")));
  EXPECT_FALSE(calendar_.IsWorkingDay(Day("2025-03-15")));
  EXPECT_FALSE(calendar_.IsWorkingDay(Day("2025-04-30")));
  EXPECT_FALSE(calendar_.IsWorkingDay(Day("2025-05-02")));
  EXPECT_FALSE(calendar_.IsWorkingDay(Day("2026-04-27")));
  EXPECT_TRUE(calendar_.IsWorkingDay(Day("2024-05-04")));
  EXPECT_TRUE(calendar_.IsWorkingDay(Day("2025-04-26")));
  EXPECT_TRUE(calendar_.IsWorkingDay(Day("2026-08-22")));
}

TEST_F(WorkingCalendarTest, AMakeupDayIsWorkedByMondaysHours) {
  const std::span<const Segment> segments = calendar_.Segments(Day("2025-04-26"));
  ASSERT_EQ(segments.size(), 2U);
  EXPECT_EQ(segments[0], (Segment{minutes(450), minutes(690)}));
  EXPECT_EQ(segments[1], (Segment{minutes(780), minutes(1020)}));
}

TEST_F(WorkingCalendarTest, TheEndOfASegmentBelongsToTheNext) {
  EXPECT_EQ(Normalised("2025-03-12T11:29:59"), LocalAt("2025-03-12T11:29:59"));
  EXPECT_EQ(Normalised("2025-03-12T11:30"), LocalAt("2025-03-12T13:00"));
  EXPECT_EQ(Normalised("2025-03-12T13:00"), LocalAt("2025-03-12T13:00"));
  EXPECT_EQ(Normalised("2025-03-12T17:00"), LocalAt("2025-03-13T07:30"));
  EXPECT_EQ(Normalised("2025-03-12T07:29:59"), LocalAt("2025-03-12T07:30"));
  EXPECT_EQ(Normalised("2025-03-14T17:00"), LocalAt("2025-03-17T07:30"));
  EXPECT_EQ(Normalised("2025-04-25T18:00"), LocalAt("2025-04-26T07:30"));
}

TEST_F(WorkingCalendarTest, WorkingTimeEndsAtClosingAndNotNextMorning) {
  EXPECT_EQ(*calendar_.AddWorkingHours(LocalAt("2025-03-12T13:00"), 4),
            LocalAt("2025-03-12T17:00"));
  EXPECT_EQ(*calendar_.AddWorkingHours(LocalAt("2025-03-12T07:30"), 8),
            LocalAt("2025-03-12T17:00"));
  EXPECT_EQ(*calendar_.AddWorkingTime(LocalAt("2025-03-12T17:00"), hours(0)),
            LocalAt("2025-03-13T07:30"));
}

TEST_F(WorkingCalendarTest, CalendarDaysMoveForwardOffDaysOff) {
  EXPECT_EQ(*calendar_.AddCalendarDays(LocalAt("2025-04-15T10:00"), 15),
            LocalAt("2025-05-05T10:00"));
  EXPECT_EQ(*calendar_.AddCalendarDays(LocalAt("2025-04-16T10:00"), 10),
            LocalAt("2025-04-26T10:00"));
}

TEST_F(WorkingCalendarTest, MeasuresWorkingTimeBothWays) {
  const LocalTime friday = LocalAt("2025-04-25T16:00");
  const LocalTime monday = LocalAt("2025-04-28T08:00");
  EXPECT_EQ(*calendar_.WorkingTimeBetween(friday, monday), hours(9) + minutes(30));
  EXPECT_EQ(*calendar_.WorkingTimeBetween(monday, friday), -(hours(9) + minutes(30)));
  EXPECT_EQ(*calendar_.WorkingTimeBetween(friday, friday), hours(0));
}

TEST_F(WorkingCalendarTest, SaysWhichYearsItCovers) {
  EXPECT_TRUE(calendar_.Covers(LocalAt("2024-01-01T00:00"), LocalAt("2026-12-31T23:59")));
  EXPECT_FALSE(calendar_.Covers(LocalAt("2026-12-31T16:00"), LocalAt("2027-01-04T16:00")));
  EXPECT_FALSE(calendar_.Covers(LocalAt("2023-12-29T16:00"), LocalAt("2024-01-04T16:00")));
}

TEST_F(WorkingCalendarTest, AYearNotLoadedHasItsWeekendsOnly) {
  EXPECT_FALSE(calendar_.HasYear(2027));
  EXPECT_TRUE(calendar_.IsWorkingDay(Day("2027-01-01")));
  EXPECT_FALSE(calendar_.IsWorkingDay(Day("2027-01-02")));
}

TEST_F(WorkingCalendarTest, StopsAfterTenYears) {
  const LocalTime start = LocalAt("2025-03-12T09:00");
  EXPECT_EQ(Reason(calendar_.AddWorkingDays(start, 3000).status()), "CALENDAR_RANGE_EXCEEDED");
  EXPECT_EQ(Reason(calendar_.AddWorkingHours(start, 30000).status()), "CALENDAR_RANGE_EXCEEDED");
  EXPECT_EQ(Reason(calendar_.AddCalendarDays(start, 3661).status()), "CALENDAR_RANGE_EXCEEDED");
  EXPECT_EQ(Reason(calendar_.WorkingTimeBetween(start, LocalAt("2035-12-12T09:00")).status()),
            "CALENDAR_RANGE_EXCEEDED");
  EXPECT_TRUE(calendar_.AddWorkingDays(start, 2500).ok());
}

TEST_F(WorkingCalendarTest, RefusesNegativeAmounts) {
  const LocalTime start = LocalAt("2025-03-12T09:00");
  EXPECT_EQ(Reason(calendar_.AddWorkingDays(start, -1).status()), "AMOUNT_NEGATIVE");
  EXPECT_EQ(Reason(calendar_.AddWorkingHours(start, -1).status()), "AMOUNT_NEGATIVE");
  EXPECT_EQ(Reason(calendar_.AddCalendarDays(start, -1).status()), "AMOUNT_NEGATIVE");
}

// ---- What is refused when a calendar is made ----

std::vector<OfficeHours::Line> Mornings() {
  return {{{std::chrono::Monday, std::chrono::Saturday}, {hours(8), hours(12)}}};
}

std::string HoursReason(const std::vector<OfficeHours::Line>& lines) {
  const absl::StatusOr<OfficeHours> office_hours = OfficeHours::Create(lines);
  return office_hours.ok() ? "OK" : Reason(office_hours.status());
}

TEST(OfficeHoursTest, RefusesHoursThatCannotBe) {
  std::vector<OfficeHours::Line> lines = Mornings();
  EXPECT_EQ(HoursReason(lines), "OK");
  EXPECT_EQ(HoursReason({}), "OFFICE_HOURS_EMPTY");
  EXPECT_EQ(HoursReason({{{std::chrono::Tuesday}, {hours(8), hours(12)}}}), "OFFICE_HOURS_EMPTY");
  EXPECT_EQ(HoursReason({{{std::chrono::Monday}, {hours(12), hours(8)}}}), "OFFICE_HOURS_REVERSED");
  EXPECT_EQ(HoursReason({{{std::chrono::Monday}, {hours(8), hours(8)}}}), "OFFICE_HOURS_REVERSED");
  EXPECT_EQ(HoursReason({{{std::chrono::Monday}, {hours(8), hours(25)}}}),
            "OFFICE_HOURS_OUT_OF_DAY");
  EXPECT_EQ(HoursReason({{{std::chrono::weekday{9}}, {hours(8), hours(12)}}}), "WEEKDAY_INVALID");
  lines.push_back({{std::chrono::Saturday}, {hours(11), hours(13)}});
  const absl::Status overlap = OfficeHours::Create(lines).status();
  EXPECT_EQ(Reason(overlap), "OFFICE_HOURS_OVERLAP");
  EXPECT_EQ(Metadata(overlap), (ErrorMetadata{{"field", "office_hours[1].from"}}));
}

TEST(OfficeHoursTest, LinesMayComeInAnyOrderAndTouch) {
  const absl::StatusOr<OfficeHours> office_hours =
      OfficeHours::Create({{{std::chrono::Monday}, {hours(13), hours(17)}},
                           {{std::chrono::Monday}, {hours(7), hours(11)}},
                           {{std::chrono::Monday}, {hours(11), hours(12)}}});
  ASSERT_TRUE(office_hours.ok());
  const std::span<const Segment> monday = office_hours->on(std::chrono::Monday);
  ASSERT_EQ(monday.size(), 3U);
  EXPECT_EQ(monday[0].from, hours(7));
  EXPECT_EQ(monday[2].to, hours(17));
  EXPECT_TRUE(office_hours->on(std::chrono::Tuesday).empty());
}

CalendarDay ADay(const std::string& date, DayKind kind) {
  return {Day(date), kind, "Ngày thử", "Test day", "QĐ 1", true};
}

absl::Status Made(const std::string& version, std::vector<int> years,
                  std::vector<CalendarDay> days) {
  return WorkingCalendar::Create(version, *OfficeHours::Create(Mornings()), std::move(years),
                                 std::move(days))
      .status();
}

TEST(WorkingCalendarCreateTest, NamesTheFieldThatIsWrong) {
  EXPECT_TRUE(Made("1", {2025}, {ADay("2025-05-01", DayKind::kHoliday)}).ok());
  EXPECT_EQ(Reason(Made("", {2025}, {})), "CALENDAR_VERSION_MISSING");
  EXPECT_EQ(Reason(Made("1", {1900}, {})), "YEAR_OUT_OF_RANGE");
  EXPECT_EQ(Metadata(Made("1", {2025, 2024, 2025}, {})), (ErrorMetadata{{"field", "years[2]"}}));
  EXPECT_EQ(Reason(Made("1", {2025, 2024, 2025}, {})), "YEAR_DUPLICATE");
  const absl::Status twice =
      Made("1", {2025},
           {ADay("2025-05-01", DayKind::kHoliday), ADay("2025-05-01", DayKind::kCompensation)});
  EXPECT_EQ(Reason(twice), "DAY_DUPLICATE");
  EXPECT_EQ(Metadata(twice), (ErrorMetadata{{"field", "days[1].date"}}));
  EXPECT_EQ(Reason(Made("1", {2025}, {ADay("2026-05-01", DayKind::kHoliday)})),
            "DAY_YEAR_NOT_LOADED");
  EXPECT_EQ(Reason(Made("1", {2025}, {ADay("2025-05-01", DayKind::kMakeupWorkday)})),
            "MAKEUP_ON_WEEKDAY");
  EXPECT_EQ(Reason(Made("1", {2025}, {ADay("2025-05-03", DayKind::kCompensation)})),
            "COMPENSATION_ON_WEEKEND");
  CalendarDay day = ADay("2025-05-01", DayKind::kHoliday);
  day.name_en.clear();
  EXPECT_EQ(Reason(Made("1", {2025}, {day})), "DAY_NAME_MISSING");
  day.name_en = "\u00A0";
  EXPECT_EQ(Reason(Made("1", {2025}, {day})), "DAY_NAME_MISSING");
  day = ADay("2025-05-01", DayKind::kHoliday);
  day.source_document.clear();
  EXPECT_EQ(Reason(Made("1", {2025}, {day})), "DAY_SOURCE_MISSING");
}

TEST(WorkingCalendarShortDayTest, AClockTimeThatADayDoesNotHaveMovesOn) {
  // Monday all day, Saturday mornings: Monday 14:00 + 1 working day falls into the free afternoon.
  const absl::StatusOr<OfficeHours> office_hours =
      OfficeHours::Create({{{std::chrono::Monday, std::chrono::Saturday}, {hours(8), hours(12)}},
                           {{std::chrono::Monday}, {hours(13), hours(17)}}});
  const absl::StatusOr<WorkingCalendar> calendar =
      WorkingCalendar::Create("1", *office_hours, {2025}, {});
  EXPECT_EQ(*calendar->AddWorkingDays(LocalAt("2025-03-10T14:00"), 1), LocalAt("2025-03-17T08:00"));
  EXPECT_EQ(*calendar->AddWorkingDays(LocalAt("2025-03-10T14:00"), 2), LocalAt("2025-03-17T14:00"));
}

}  // namespace
}  // namespace motcua::calendar
