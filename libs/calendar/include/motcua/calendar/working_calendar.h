#pragma once

#include <array>
#include <chrono>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/calendar/time_zone.h"

namespace motcua::calendar {

/// An unbroken period of work within a day, [from, to).
struct Segment {
  std::chrono::minutes from;  ///< Since midnight.
  std::chrono::minutes to;

  friend bool operator==(const Segment&, const Segment&) = default;
};

/// The office hours by which deadlines are counted, per day of the week. Immutable value.
class OfficeHours {
 public:
  /// One period of work on several days of the week (one line of the calendar file).
  struct Line {
    std::vector<std::chrono::weekday> weekdays;
    Segment segment;
    /// Who set the hours; shown to the operator, like `verified` of a CalendarDay.
    std::string source_document = {};
    bool verified = false;
  };

  /// Lines in any order. Fails with INVALID_ARGUMENT and the field path (`office_hours[1].to`):
  /// OFFICE_HOURS_EMPTY (no hours on Monday: make-up days are worked by Monday's hours),
  /// OFFICE_HOURS_REVERSED, OFFICE_HOURS_OVERLAP, OFFICE_HOURS_OUT_OF_DAY, WEEKDAY_INVALID.
  static absl::StatusOr<OfficeHours> Create(std::vector<Line> lines);

  /// In order of time; empty on a day off.
  std::span<const Segment> on(std::chrono::weekday weekday) const;
  /// As given to Create.
  const std::vector<Line>& lines() const { return lines_; }

 private:
  explicit OfficeHours(std::vector<Line> lines) : lines_(std::move(lines)) {}
  std::vector<Line> lines_;
  std::array<std::vector<Segment>, 7> segments_;  // By weekday::c_encoding().
};

enum class DayKind {
  kHoliday,       ///< Ngày nghỉ lễ, Labour Code Điều 112.
  kCompensation,  ///< Ngày nghỉ bù or hoán đổi: a weekday off for a holiday or a make-up day.
  kMakeupWorkday,  ///< Ngày làm bù: a Saturday or Sunday that is worked.
};

/// A day that differs from its usual weekday, and the document that says so.
struct CalendarDay {
  LocalDate date;
  DayKind kind = DayKind::kHoliday;
  std::string name_vi;
  std::string name_en;
  std::string source_document;
  /// False where the document itself has not been read; shown to the operator.
  bool verified = false;
};

/// The working days and hours of an installation: one version of its calendar.
///
/// Immutable value, thread-safe; cheap to share by `std::shared_ptr<const WorkingCalendar>`. All
/// times are civil times of Viet Nam. A day in a year that is not loaded counts by weekday and
/// office hours alone; `Covers` detects this, and a date computed this way must be shown with a
/// warning (domain 3.3).
///
/// No calculation spans more than kMaxDays; beyond it functions fail with OUT_OF_RANGE,
/// CALENDAR_RANGE_EXCEEDED. A negative amount is refused: INVALID_ARGUMENT, AMOUNT_NEGATIVE.
class WorkingCalendar {
 public:
  static constexpr int kMaxDays = 3660;

  /// Fails with INVALID_ARGUMENT and the field path (`days[3].date`): CALENDAR_VERSION_MISSING,
  /// YEAR_OUT_OF_RANGE, YEAR_DUPLICATE, DAY_DUPLICATE, DAY_YEAR_NOT_LOADED (a day of a year that
  /// is not among `years`), MAKEUP_ON_WEEKDAY, COMPENSATION_ON_WEEKEND, DAY_NAME_MISSING,
  /// DAY_SOURCE_MISSING.
  static absl::StatusOr<WorkingCalendar> Create(std::string version, OfficeHours hours,
                                                std::vector<int> years,
                                                std::vector<CalendarDay> days);

  const std::string& version() const { return version_; }
  const std::vector<int>& years() const { return years_; }        ///< Ascending.
  const std::vector<CalendarDay>& days() const { return days_; }  ///< Ascending by date.
  const OfficeHours& hours() const { return hours_; }

  /// True when the calendar of that year is loaded.
  bool HasYear(int year) const;
  /// True when every year from the one of `from` to the one of `to` is loaded.
  bool Covers(LocalTime from, LocalTime to) const;

  bool IsWorkingDay(LocalDate date) const;
  /// In order of time; empty on a day off.
  std::span<const Segment> Segments(LocalDate date) const;

  /// The time from which something received at `t` counts: `t` within a segment, otherwise the
  /// beginning of the next segment (end of the morning 11:30 -> 13:00, after closing -> next
  /// working morning).
  absl::StatusOr<LocalTime> Normalise(LocalTime t) const;

  /// The first working day on or after `date`.
  absl::StatusOr<LocalDate> WorkingDayFrom(LocalDate date) const;
  /// The `n`-th working day after `date` (n >= 1); `date` need not be a working day.
  absl::StatusOr<LocalDate> WorkingDayAfter(LocalDate date, int n) const;
  /// When work begins and ends on a day, which must be a working day.
  LocalTime OpeningOf(LocalDate working_day) const;
  LocalTime ClosingOf(LocalDate working_day) const;

  /// `n` working days after Normalise(t), at the same time of day (domain 3.4 due_days). If there
  /// is no work at that time, the next time at which there is. `n` >= 0.
  absl::StatusOr<LocalTime> AddWorkingDays(LocalTime t, int n) const;

  /// The time at which `amount` of working time after `t` has passed: a closing time stays that
  /// closing time (4 h from 13:00 end at 17:00, not the next morning). `amount` >= 0; zero gives
  /// Normalise(t).
  absl::StatusOr<LocalTime> AddWorkingTime(LocalTime t, std::chrono::microseconds amount) const;
  absl::StatusOr<LocalTime> AddWorkingHours(LocalTime t, int hours) const {
    return AddWorkingTime(t, std::chrono::hours(hours));
  }

  /// `n` calendar days after Normalise(t), at the same time of day, moved forward past days off
  /// (domain 3.4 due_calendar). `n` >= 0.
  absl::StatusOr<LocalTime> AddCalendarDays(LocalTime t, int n) const;

  /// Working time from `a` to `b`; negative when `b` comes first.
  absl::StatusOr<std::chrono::microseconds> WorkingTimeBetween(LocalTime a, LocalTime b) const;

 private:
  WorkingCalendar(std::string version, OfficeHours hours) noexcept
      : version_(std::move(version)), hours_(std::move(hours)) {}

  std::string version_;
  OfficeHours hours_;
  std::vector<int> years_;
  std::vector<CalendarDay> days_;
  std::map<LocalDate, DayKind> kinds_;
};

}  // namespace motcua::calendar
