#include "motcua/calendar/due_date.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"

#include "sample_calendar.h"

namespace motcua::calendar {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

LimitRule Days(int value) {
  return {.value = value, .unit = LimitUnit::kWorkingDay};
}
LimitRule Hours(int value) {
  return {.value = value, .unit = LimitUnit::kWorkingHour};
}
LimitRule CalendarDays(int value) {
  return {.value = value, .unit = LimitUnit::kCalendarDay};
}

LimitRule ToClosing(LimitRule limit) {
  limit.convention = Convention::kEndOfDay;
  return limit;
}

CutOff After(hours at, CutOffEffect effect) {
  return {.basis = CutOff::Basis::kTimeOfDay, .at = at, .effect = effect};
}

LimitRule SameDay() {
  LimitRule limit{.unit = LimitUnit::kSameDay};
  limit.cut_offs = {After(hours(15), CutOffEffect::kResultNextWorkingDay)};
  return limit;
}

Pause Waiting(const std::string& from, const std::string& to,
              PauseEffect effect = PauseEffect::kExtend) {
  return {.from = At(from), .to = At(to), .effect = effect, .kind = "SUPPLEMENT"};
}

class DueDateTest : public testing::Test {
 protected:
  DueDate Compute(const DueInput& input) {
    const absl::StatusOr<DueDate> result = ComputeDueDate(calendar_, input);
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? *result : DueDate{};
  }

  std::string Refused(const DueInput& input) {
    const absl::StatusOr<DueDate> result = ComputeDueDate(calendar_, input);
    return result.ok() ? "OK" : Reason(result.status());
  }

  // "start -> due" of a limit without pauses, to the minute.
  std::string Run(const std::string& received, const LimitRule& limit) {
    const DueDate result = Compute({.received = At(received), .limit = limit});
    return FormatVietnamese(result.start) + " -> " +
           (result.due.has_value() ? FormatVietnamese(*result.due) : "none");
  }

  const WorkingCalendar calendar_ = SampleCalendar();
};

// The table of domain 3.4, row by row.
TEST_F(DueDateTest, TheThirteenVectors) {
  EXPECT_EQ(Run("2025-03-12T09:15", Days(3)), "12/03/2025 09:15 -> 17/03/2025 09:15");
  EXPECT_EQ(Run("2025-03-12T16:30", Hours(4)), "12/03/2025 16:30 -> 13/03/2025 11:00");
  EXPECT_EQ(Run("2025-03-12T16:30", Hours(7)), "12/03/2025 16:30 -> 13/03/2025 15:30");
  EXPECT_EQ(Run("2025-03-12T11:30", Hours(4)), "12/03/2025 13:00 -> 12/03/2025 17:00");
  EXPECT_EQ(Run("2025-03-12T12:10", Days(1)), "12/03/2025 13:00 -> 13/03/2025 13:00");
  EXPECT_EQ(Run("2025-03-12T18:40", Days(1)), "13/03/2025 07:30 -> 14/03/2025 07:30");
  EXPECT_EQ(Run("2025-03-15T09:00", Days(1)), "17/03/2025 07:30 -> 18/03/2025 07:30");
  EXPECT_EQ(Run("2025-04-25T10:00", Days(2)), "25/04/2025 10:00 -> 28/04/2025 10:00");
  EXPECT_EQ(Run("2025-04-29T14:00", Days(1)), "29/04/2025 14:00 -> 05/05/2025 14:00");
  EXPECT_EQ(Run("2026-02-13T15:30", Days(5)), "13/02/2026 15:30 -> 27/02/2026 15:30");
  EXPECT_EQ(Run("2026-04-24T13:00", Days(3)), "24/04/2026 13:00 -> 04/05/2026 13:00");
  EXPECT_EQ(Run("2026-08-21T08:00", Days(2)), "21/08/2026 08:00 -> 24/08/2026 08:00");
  EXPECT_EQ(Run("2026-11-23T16:00", Days(1)), "23/11/2026 16:00 -> 25/11/2026 16:00");
}

// The table of law-2025 4.
TEST_F(DueDateTest, AcceptanceWithinEightHours) {
  EXPECT_EQ(Run("2025-11-14T16:30", Hours(8)), "14/11/2025 16:30 -> 17/11/2025 16:30");
}

TEST_F(DueDateTest, SameDayUntilFifteenHours) {
  EXPECT_EQ(Run("2025-11-18T15:00:00", SameDay()), "18/11/2025 15:00 -> 18/11/2025 17:00");
  EXPECT_EQ(Run("2025-11-18T15:00:01", SameDay()), "18/11/2025 15:00 -> 19/11/2025 17:00");
  EXPECT_EQ(Run("2025-11-18T15:01", SameDay()), "18/11/2025 15:01 -> 19/11/2025 17:00");
  EXPECT_EQ(Run("2025-11-18T18:00", SameDay()), "19/11/2025 07:30 -> 19/11/2025 17:00");
  EXPECT_EQ(Run("2025-11-22T16:00", SameDay()), "24/11/2025 07:30 -> 24/11/2025 17:00");
}

TEST_F(DueDateTest, TheLimitStartsNextWorkingDayAfterFifteenHours) {
  LimitRule limit = Days(3);
  limit.cut_offs = {After(hours(15), CutOffEffect::kStartNextWorkingDay)};
  EXPECT_EQ(Run("2025-11-14T15:20", limit), "17/11/2025 07:30 -> 20/11/2025 07:30");
  EXPECT_EQ(Run("2025-11-14T15:00", limit), "14/11/2025 15:00 -> 19/11/2025 15:00");
  // The same instant of work by the other convention: Wednesday's closing.
  EXPECT_EQ(Run("2025-11-14T15:20", ToClosing(limit)), "17/11/2025 07:30 -> 19/11/2025 17:00");
}

TEST_F(DueDateTest, TheLastHourStartsNextWorkingDay) {
  LimitRule limit = Days(1);
  limit.cut_offs = {{.basis = CutOff::Basis::kBeforeClosing,
                     .at = minutes(60),
                     .effect = CutOffEffect::kStartNextWorkingDay}};
  EXPECT_EQ(Run("2025-11-17T16:10", limit), "18/11/2025 07:30 -> 19/11/2025 07:30");
  EXPECT_EQ(Run("2025-11-17T16:00", limit), "17/11/2025 16:00 -> 18/11/2025 16:00");
  // After closing it counts for the next morning anyway, and is not moved twice.
  EXPECT_EQ(Run("2025-11-17T17:30", limit), "18/11/2025 07:30 -> 19/11/2025 07:30");
}

TEST_F(DueDateTest, ASupplementThatRestarts) {
  const DueDate result =
      Compute({.received = At("2025-11-10T09:00"),
               .limit = Days(10),
               .pauses = {Waiting("2025-11-12T15:00", "2025-11-20T10:00", PauseEffect::kRestart)}});
  EXPECT_EQ(result.start, At("2025-11-20T10:00"));
  EXPECT_EQ(result.due, At("2025-12-04T10:00"));
}

TEST_F(DueDateTest, ASupplementThatPauses) {
  const DueInput input{.received = At("2025-11-10T09:00"),
                       .limit = Days(10),
                       .pauses = {Waiting("2025-11-12T15:00", "2025-11-20T10:00")}};
  EXPECT_EQ(Run("2025-11-10T09:00", Days(10)), "10/11/2025 09:00 -> 24/11/2025 09:00");
  EXPECT_EQ(*calendar_.WorkingTimeBetween(LocalAt("2025-11-12T15:00"), LocalAt("2025-11-20T10:00")),
            hours(44) + minutes(30));
  EXPECT_EQ(Compute(input).due, At("2025-12-01T15:00"));
}

TEST_F(DueDateTest, ClosingFifteenWorkingDaysAfterTheRequest) {
  EXPECT_EQ(Run("2025-11-20T10:00", ToClosing(Days(15))), "20/11/2025 10:00 -> 11/12/2025 17:00");
}

TEST_F(DueDateTest, BothConventionsNameTheSameInstantOfWork) {
  EXPECT_EQ(Run("2025-03-12T18:40", ToClosing(Days(1))), "13/03/2025 07:30 -> 13/03/2025 17:00");
  EXPECT_EQ(Run("2025-03-12T09:15", ToClosing(Days(3))), "12/03/2025 09:15 -> 17/03/2025 17:00");
  EXPECT_EQ(Run("2025-03-15T09:00", ToClosing(CalendarDays(5))),
            "17/03/2025 07:30 -> 21/03/2025 17:00");
  EXPECT_EQ(Run("2025-03-15T09:00", CalendarDays(5)), "17/03/2025 07:30 -> 24/03/2025 07:30");
  EXPECT_EQ(Run("2025-03-12T16:30", ToClosing(Hours(4))), "12/03/2025 16:30 -> 13/03/2025 11:00");
}

TEST_F(DueDateTest, CalendarDaysMoveOffDaysOff) {
  EXPECT_EQ(Run("2025-04-15T10:00", CalendarDays(15)), "15/04/2025 10:00 -> 05/05/2025 10:00");
  EXPECT_EQ(Run("2025-04-15T10:00", ToClosing(CalendarDays(15))),
            "15/04/2025 10:00 -> 05/05/2025 17:00");
}

TEST_F(DueDateTest, ACutOffForForwardingLeavesTheLimitAlone) {
  LimitRule limit = Days(3);
  limit.cut_offs = {After(hours(15), CutOffEffect::kForwardOnly)};
  EXPECT_EQ(Run("2025-11-14T15:20", limit), Run("2025-11-14T15:20", Days(3)));
}

TEST_F(DueDateTest, ACutOffAppliesToTheSupplementThatRestarts) {
  DueInput input{
      .received = At("2025-11-10T09:00"),
      .limit = Days(1),
      .pauses = {Waiting("2025-11-12T15:00", "2025-11-20T15:30", PauseEffect::kRestart)}};
  input.limit.cut_offs = {After(hours(15), CutOffEffect::kStartNextWorkingDay)};
  EXPECT_EQ(Compute(input).start, At("2025-11-21T07:30"));
}

TEST_F(DueDateTest, WithoutALegalLimitThereIsNoDueDate) {
  const DueDate result = Compute({.received = At("2025-03-12T18:40"), .limit = {}});
  EXPECT_EQ(result.start, At("2025-03-13T07:30"));
  EXPECT_FALSE(result.due.has_value());
  EXPECT_FALSE(result.due_before_extension.has_value());
}

// ---- Several pauses ----

TEST_F(DueDateTest, OverlappingPausesCountOnce) {
  DueInput input{.received = At("2025-11-10T09:00"),
                 .limit = Days(5),
                 .pauses = {Waiting("2025-11-11T08:00", "2025-11-12T10:00"),
                            Waiting("2025-11-12T08:00", "2025-11-13T08:00")}};
  // 11/11 08:00 to 13/11 08:00: two working days.
  EXPECT_EQ(Compute(input).due, At("2025-11-19T09:00"));
  input.pauses.push_back(Waiting("2025-11-11T09:00", "2025-11-11T10:00"));
  EXPECT_EQ(Compute(input).due, At("2025-11-19T09:00"));
}

TEST_F(DueDateTest, APauseCountsOnlyAfterTheRestart) {
  const DueInput input{
      .received = At("2025-11-10T09:00"),
      .limit = Days(5),
      .pauses = {Waiting("2025-11-11T09:00", "2025-11-18T09:00", PauseEffect::kRestart),
                 Waiting("2025-11-12T09:00", "2025-11-18T11:00"),
                 Waiting("2025-11-10T10:00", "2025-11-10T16:00")}};
  EXPECT_EQ(Compute(input).start, At("2025-11-18T09:00"));
  EXPECT_EQ(Compute(input).due, At("2025-11-25T11:00"));
}

TEST_F(DueDateTest, ARestartBeforeTheReceiptChangesNothing) {
  const DueInput input{
      .received = At("2025-11-10T09:00"),
      .limit = Days(1),
      .pauses = {Waiting("2025-11-03T09:00", "2025-11-04T09:00", PauseEffect::kRestart)}};
  EXPECT_EQ(Compute(input).start, At("2025-11-10T09:00"));
}

TEST_F(DueDateTest, AnOpenPauseDoesNotMoveTheDateYet) {
  DueInput input{.received = At("2025-11-10T09:00"),
                 .limit = Days(5),
                 .pauses = {{.from = At("2025-11-11T09:00"),
                             .to = std::nullopt,
                             .effect = PauseEffect::kRestart,
                             .kind = "SUPPLEMENT"}}};
  EXPECT_TRUE(Compute(input).paused);
  EXPECT_EQ(Compute(input).start, At("2025-11-10T09:00"));
  EXPECT_EQ(Compute(input).due, At("2025-11-17T09:00"));
  input.pauses[0].to = At("2025-11-12T09:00");
  EXPECT_FALSE(Compute(input).paused);
  EXPECT_EQ(Compute(input).due, At("2025-11-19T09:00"));
}

TEST_F(DueDateTest, ToClosingStaysAtClosingAfterAPause) {
  const DueInput input{.received = At("2025-11-10T09:00"),
                       .limit = ToClosing(Days(1)),
                       .pauses = {Waiting("2025-11-10T10:00", "2025-11-10T11:00")}};
  EXPECT_EQ(Compute(input).due, At("2025-11-12T17:00"));
}

// ---- Extension ----

TEST_F(DueDateTest, TheExtensionKeepsTheDateBeforeIt) {
  DueInput input{.received = At("2025-11-10T09:00"), .limit = Days(5)};
  input.extension = Extension{.value = 3, .unit = LimitUnit::kWorkingDay};
  EXPECT_EQ(Compute(input).due_before_extension, At("2025-11-17T09:00"));
  EXPECT_EQ(Compute(input).due, At("2025-11-20T09:00"));
  input.limit = ToClosing(Days(5));
  EXPECT_EQ(Compute(input).due, At("2025-11-20T17:00"));
  input.extension = Extension{.value = 5, .unit = LimitUnit::kCalendarDay};
  EXPECT_EQ(Compute(input).due, At("2025-11-24T17:00"));
  input.extension = Extension{.value = 2, .unit = LimitUnit::kWorkingHour};
  EXPECT_EQ(Compute(input).due, At("2025-11-18T09:30"));
}

TEST_F(DueDateTest, WithoutAnExtensionBothDatesAreEqual) {
  const DueDate result = Compute({.received = At("2025-11-10T09:00"), .limit = Days(5)});
  EXPECT_EQ(result.due, result.due_before_extension);
}

// ---- Years, explanation ----

TEST_F(DueDateTest, WarnsOfAYearThatIsNotLoaded) {
  EXPECT_FALSE(Compute({.received = At("2026-12-28T09:00"), .limit = Days(3)}).year_not_loaded);
  const DueDate result = Compute({.received = At("2026-12-30T09:00"), .limit = Days(3)});
  EXPECT_TRUE(result.year_not_loaded);
  EXPECT_EQ(result.due, At("2027-01-04T09:00"));
  EXPECT_TRUE(Compute({.received = At("2023-12-29T09:00"), .limit = Days(10)}).year_not_loaded);
}

TEST_F(DueDateTest, WarnsWhenAPauseWasMeasuredInAYearThatIsNotLoaded) {
  // The due date lies in 2026; the late pause that moved it, in 2027.
  const DueInput input{.received = At("2026-03-02T09:00"),
                       .limit = Days(1),
                       .pauses = {Waiting("2027-03-01T09:00", "2027-03-01T10:00")}};
  EXPECT_TRUE(Compute(input).year_not_loaded);
}

TEST_F(DueDateTest, ExplainsEveryStepInBothLanguages) {
  DueInput input{.received = At("2025-11-10T18:00"),
                 .limit = Days(5),
                 .pauses = {Waiting("2025-11-12T09:00", "2025-11-13T09:00")}};
  input.extension = Extension{.value = 1, .unit = LimitUnit::kWorkingDay};
  const DueDate result = Compute(input);
  ASSERT_EQ(result.explanation.size(), 5U);  // received, moved, limit, waited, extended
  for (const ExplanationLine& line : result.explanation) {
    EXPECT_FALSE(line.vi.empty());
    EXPECT_FALSE(line.en.empty());
  }
  // The last line names the date that comes out.
  EXPECT_NE(result.explanation.back().vi.find(FormatVietnamese(*result.due)), std::string::npos);
}

// ---- What is refused ----

TEST_F(DueDateTest, RefusesImpossibleLimits) {
  const Instant received = At("2025-11-10T09:00");
  EXPECT_EQ(Refused({.received = received, .limit = Days(0)}), "LIMIT_NOT_POSITIVE");
  EXPECT_EQ(Refused({.received = received, .limit = Days(-3)}), "LIMIT_NOT_POSITIVE");
  EXPECT_EQ(Refused({.received = received, .limit = Days(3661)}), "LIMIT_TOO_LARGE");
  EXPECT_EQ(Refused({.received = received, .limit = Hours(29281)}), "LIMIT_TOO_LARGE");
  EXPECT_EQ(Refused({.received = received, .limit = Days(3660)}), "CALENDAR_RANGE_EXCEEDED");
  LimitRule limit = SameDay();
  limit.value = 1;
  EXPECT_EQ(Refused({.received = received, .limit = limit}), "LIMIT_VALUE_UNEXPECTED");
  limit = Days(1);
  limit.stage = 3;
  EXPECT_EQ(Refused({.received = received, .limit = limit}), "STAGE_INVALID");
  limit = Days(1);
  limit.cut_offs = {After(hours(15), CutOffEffect::kResultNextWorkingDay)};
  EXPECT_EQ(Refused({.received = received, .limit = limit}), "CUT_OFF_NEEDS_SAME_DAY");
  limit.cut_offs = {After(hours(25), CutOffEffect::kForwardOnly)};
  EXPECT_EQ(Refused({.received = received, .limit = limit}), "CUT_OFF_OUT_OF_DAY");
}

TEST_F(DueDateTest, RefusesImpossibleTimes) {
  EXPECT_EQ(Refused({.received = Instant::max(), .limit = Days(1)}), "TIME_OUT_OF_RANGE");
  EXPECT_EQ(Refused({.received = Instant::min(), .limit = Days(1)}), "TIME_OUT_OF_RANGE");
  EXPECT_EQ(Refused({.received = At("2025-11-10T09:00"),
                     .limit = Days(1),
                     .pauses = {Waiting("2025-11-12T09:00", "2025-11-12T08:59")}}),
            "PAUSE_ENDS_BEFORE_START");
  EXPECT_EQ(Refused({.received = At("2025-11-10T09:00"),
                     .limit = Days(1),
                     .pauses = {Waiting("2025-11-12T09:00", "2045-11-12T08:59")}}),
            "CALENDAR_RANGE_EXCEEDED");
}

TEST_F(DueDateTest, RefusesPausesWithoutALegalBasis) {
  DueInput input{.received = At("2025-11-10T09:00"),
                 .limit = Days(1),
                 .pauses = {Waiting("2025-11-12T09:00", "2025-11-12T10:00")}};
  input.limit.allowed_pauses =
      std::vector{AllowedPause{.kind = "PAYMENT", .legal_basis = "QĐ 629/QĐ-BNNMT"}};
  EXPECT_EQ(Refused(input), "PAUSE_KIND_NOT_ALLOWED");
  EXPECT_EQ(Metadata(ComputeDueDate(calendar_, input).status()),
            (ErrorMetadata{{"field", "pauses[0].kind"}}));
  input.limit.allowed_pauses->push_back({.kind = "SUPPLEMENT", .legal_basis = "NĐ 31/2021 Đ6"});
  EXPECT_EQ(Refused(input), "OK");
  input.pauses.assign(DueInput::kMaxPauses + 1, input.pauses[0]);
  EXPECT_EQ(Refused(input), "TOO_MANY_PAUSES");
}

TEST_F(DueDateTest, RefusesImpossibleExtensions) {
  DueInput input{.received = At("2025-11-10T09:00"), .limit = Days(1)};
  input.extension = Extension{.value = 0, .unit = LimitUnit::kWorkingDay};
  EXPECT_EQ(Refused(input), "EXTENSION_NOT_POSITIVE");
  input.extension = Extension{.value = 5000, .unit = LimitUnit::kWorkingDay};
  EXPECT_EQ(Refused(input), "EXTENSION_TOO_LARGE");
  input.extension = Extension{.value = 1, .unit = LimitUnit::kSameDay};
  EXPECT_EQ(Refused(input), "EXTENSION_UNIT_INVALID");
  input.extension = Extension{.value = 1, .unit = LimitUnit::kWorkingDay};
  input.limit.value.reset();
  EXPECT_EQ(Refused(input), "EXTENSION_WITHOUT_LIMIT");
}

}  // namespace
}  // namespace motcua::calendar
