#include "motcua/calendar/due_date.h"

#include <algorithm>
#include <utility>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"

#include "explanation.h"

namespace motcua::calendar {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;

constexpr int kMaxDaysOfLimit = WorkingCalendar::kMaxDays;
constexpr int kMaxHoursOfLimit = 8 * WorkingCalendar::kMaxDays;

// ---- What is refused ----

absl::Status CheckTime(Instant instant, const std::string& field) {
  // Compared as instants: near the limits of Instant, converting the zone would overflow.
  static const Instant kFirst =
      ToInstant(LocalDate{std::chrono::year{kFirstYear} / std::chrono::January / 1});
  static const Instant kEnd =
      ToInstant(LocalDate{std::chrono::year{kLastYear + 1} / std::chrono::January / 1});
  if (instant < kFirst || instant >= kEnd) {
    return FieldError(field, "TIME_OUT_OF_RANGE", "the time is outside the years 1976 to 2199");
  }
  return absl::OkStatus();
}

int MaxOf(LimitUnit unit) {
  return unit == LimitUnit::kWorkingHour ? kMaxHoursOfLimit : kMaxDaysOfLimit;
}

absl::Status CheckCutOff(const CutOff& cut_off, LimitUnit unit, const std::string& field) {
  if (cut_off.at < minutes{0} || cut_off.at > hours{24}) {
    return FieldError(field + ".at", "CUT_OFF_OUT_OF_DAY", "a cut-off must lie within one day");
  }
  if (cut_off.effect == CutOffEffect::kResultNextWorkingDay && unit != LimitUnit::kSameDay) {
    return FieldError(field + ".effect", "CUT_OFF_NEEDS_SAME_DAY",
                      "a cut-off can move the result day of a same-day limit only");
  }
  return absl::OkStatus();
}

absl::Status CheckLimit(const LimitRule& limit) {
  if (limit.value.has_value()) {
    if (limit.unit == LimitUnit::kSameDay) {
      return FieldError("limit.value", "LIMIT_VALUE_UNEXPECTED",
                        "a same-day limit must not have a value");
    }
    if (*limit.value <= 0) {
      return FieldError("limit.value", "LIMIT_NOT_POSITIVE", "a limit must be at least 1");
    }
    if (*limit.value > MaxOf(limit.unit)) {
      return FieldError("limit.value", "LIMIT_TOO_LARGE", "a limit must be at most ten years");
    }
  }
  if (limit.stage != 1 && limit.stage != 2) {
    return FieldError("limit.stage", "STAGE_INVALID", "stage must be 1 or 2");
  }
  for (std::size_t i = 0; i < limit.cut_offs.size(); ++i) {
    MOTCUA_RETURN_IF_ERROR(
        CheckCutOff(limit.cut_offs[i], limit.unit, "limit.cut_offs[" + std::to_string(i) + "]"));
  }
  return absl::OkStatus();
}

absl::Status CheckPause(const Pause& pause, const LimitRule& limit, const std::string& field) {
  MOTCUA_RETURN_IF_ERROR(CheckTime(pause.from, field + ".from"));
  if (pause.to.has_value()) {
    MOTCUA_RETURN_IF_ERROR(CheckTime(*pause.to, field + ".to"));
    if (*pause.to < pause.from) {
      return FieldError(field + ".to", "PAUSE_ENDS_BEFORE_START",
                        "a pause must end after it begins");
    }
  }
  if (limit.allowed_pauses.has_value()) {
    const auto same = [&](const AllowedPause& allowed) { return allowed.kind == pause.kind; };
    if (std::none_of(limit.allowed_pauses->begin(), limit.allowed_pauses->end(), same)) {
      return FieldError(field + ".kind", "PAUSE_KIND_NOT_ALLOWED",
                        "the procedure has no legal basis for a pause of this kind");
    }
  }
  return absl::OkStatus();
}

bool HasLimit(const LimitRule& limit) {
  return limit.value.has_value() || limit.unit == LimitUnit::kSameDay;
}

absl::Status CheckExtension(const Extension& extension, const LimitRule& limit) {
  if (!HasLimit(limit)) {
    return FieldError("extension", "EXTENSION_WITHOUT_LIMIT",
                      "a limit without a due date cannot be extended");
  }
  if (extension.unit == LimitUnit::kSameDay) {
    return FieldError("extension.unit", "EXTENSION_UNIT_INVALID",
                      "an extension must be in days or hours");
  }
  if (extension.value <= 0) {
    return FieldError("extension.value", "EXTENSION_NOT_POSITIVE",
                      "an extension must be at least 1");
  }
  if (extension.value > MaxOf(extension.unit)) {
    return FieldError("extension.value", "EXTENSION_TOO_LARGE",
                      "an extension must be at most ten years");
  }
  return absl::OkStatus();
}

absl::Status Check(const DueInput& input) {
  MOTCUA_RETURN_IF_ERROR(CheckTime(input.received, "received"));
  MOTCUA_RETURN_IF_ERROR(CheckLimit(input.limit));
  if (input.pauses.size() > DueInput::kMaxPauses) {
    return FieldError("pauses", "TOO_MANY_PAUSES", "at most 1000 pauses are allowed");
  }
  for (std::size_t i = 0; i < input.pauses.size(); ++i) {
    MOTCUA_RETURN_IF_ERROR(
        CheckPause(input.pauses[i], input.limit, "pauses[" + std::to_string(i) + "]"));
  }
  if (input.extension.has_value()) {
    MOTCUA_RETURN_IF_ERROR(CheckExtension(*input.extension, input.limit));
  }
  return absl::OkStatus();
}

// ---- Where counting starts ----

struct Start {
  LocalTime event;  // What happened: the receipt, or the end of the last restarting pause.
  LocalTime at;     // From when it counts.
  bool result_next_day = false;
};

LocalTime MomentOf(const WorkingCalendar& calendar, const CutOff& cut_off, LocalDate date) {
  return cut_off.basis == CutOff::Basis::kTimeOfDay ? date + cut_off.at
                                                    : calendar.ClosingOf(date) - cut_off.at;
}

absl::Status ApplyCutOffs(const WorkingCalendar& calendar, const LimitRule& limit, Start& start,
                          Explanation& explanation) {
  const LocalDate date = DateOf(start.event);
  if (DateOf(start.at) != date) {
    return absl::OkStatus();  // Counted for a later day, so the cut-off does not apply.
  }
  for (const CutOff& cut_off : limit.cut_offs) {
    if (start.event <= MomentOf(calendar, cut_off, date)) {
      continue;
    }
    if (cut_off.effect == CutOffEffect::kStartNextWorkingDay) {
      MOTCUA_ASSIGN_OR_RETURN(const LocalDate next, calendar.WorkingDayAfter(date, 1));
      start.at = calendar.OpeningOf(next);
      start.result_next_day = false;  // The whole limit has moved; the result moves with it.
      explanation.CutOffMissed(cut_off, ToInstant(start.at));
      return absl::OkStatus();
    }
    start.result_next_day |= cut_off.effect == CutOffEffect::kResultNextWorkingDay;
  }
  return absl::OkStatus();
}

absl::StatusOr<Start> FindStart(const WorkingCalendar& calendar, const DueInput& input,
                                Explanation& explanation) {
  explanation.Received(input.limit.start_event, input.received);
  Instant event = input.received;
  for (const Pause& pause : input.pauses) {
    if (pause.effect == PauseEffect::kRestart && pause.to.has_value()) {
      event = std::max(event, *pause.to);
    }
  }
  if (event != input.received) {
    explanation.Restarted(event);
  }
  Start start{.event = ToLocal(event), .at = {}};
  MOTCUA_ASSIGN_OR_RETURN(start.at, calendar.Normalise(start.event));
  if (start.at != start.event) {
    explanation.StartMoved(ToInstant(start.at));
  }
  MOTCUA_RETURN_IF_ERROR(ApplyCutOffs(calendar, input.limit, start, explanation));
  return start;
}

// ---- How far it runs ----

// `from` is the start of an amount counted by the clock, `day_before` the day before the first
// whole day of an amount counted to closing time.
absl::StatusOr<LocalTime> Advance(const WorkingCalendar& calendar, LocalTime from,
                                  LocalDate day_before, int value, LimitUnit unit,
                                  bool to_closing) {
  if (unit == LimitUnit::kWorkingHour) {
    return calendar.AddWorkingHours(from, value);
  }
  const bool working_days = unit == LimitUnit::kWorkingDay;
  if (!to_closing) {
    return working_days ? calendar.AddWorkingDays(from, value)
                        : calendar.AddCalendarDays(from, value);
  }
  MOTCUA_ASSIGN_OR_RETURN(const LocalDate day,
                          working_days ? calendar.WorkingDayAfter(day_before, value)
                                       : calendar.WorkingDayFrom(day_before + days{value}));
  return calendar.ClosingOf(day);
}

// Whether dates of this limit are closing times.
bool EndsAtClosing(const LimitRule& limit) {
  return limit.unit == LimitUnit::kSameDay ||
         (limit.convention == Convention::kEndOfDay && limit.unit != LimitUnit::kWorkingHour);
}

absl::StatusOr<LocalTime> RunLimit(const WorkingCalendar& calendar, const LimitRule& limit,
                                   const Start& start, Explanation& explanation) {
  const LocalDate day = DateOf(start.at);
  if (limit.unit == LimitUnit::kSameDay) {
    MOTCUA_ASSIGN_OR_RETURN(const LocalDate result_day,
                            calendar.WorkingDayAfter(day, start.result_next_day ? 1 : 0));
    const LocalTime due = calendar.ClosingOf(result_day);
    explanation.SameDay(start.result_next_day, ToInstant(due));
    return due;
  }
  // The day of receipt is not counted. If counting starts on a later morning, that day is the
  // first, so that both conventions give the same instant of work: Thursday 17:00 and Friday 07:30.
  const bool moved = day != DateOf(start.event);
  MOTCUA_ASSIGN_OR_RETURN(const LocalTime due,
                          Advance(calendar, start.at, moved ? day - days{1} : day, *limit.value,
                                  limit.unit, EndsAtClosing(limit)));
  explanation.Limit(*limit.value, limit.unit, limit.convention, ToInstant(due));
  return due;
}

// ---- What is not counted ----

struct Interval {
  LocalTime from;
  LocalTime to;
};

// The union of the ended extending pauses after `start`, ordered and disjoint.
std::vector<Interval> Waits(const std::vector<Pause>& pauses, LocalTime start) {
  std::vector<Interval> waits;
  for (const Pause& pause : pauses) {
    if (pause.effect == PauseEffect::kExtend && pause.to.has_value() &&
        ToLocal(*pause.to) > start) {
      waits.push_back({std::max(start, ToLocal(pause.from)), ToLocal(*pause.to)});
    }
  }
  std::sort(waits.begin(), waits.end(),
            [](const Interval& a, const Interval& b) { return a.from < b.from; });
  std::vector<Interval> apart;
  for (const Interval& wait : waits) {
    if (!apart.empty() && wait.from <= apart.back().to) {
      apart.back().to = std::max(apart.back().to, wait.to);
    } else {
      apart.push_back(wait);
    }
  }
  return apart;
}

absl::StatusOr<LocalTime> AddWaits(const WorkingCalendar& calendar, const LimitRule& limit,
                                   const std::vector<Interval>& waits, LocalTime due,
                                   Explanation& explanation) {
  microseconds sum{0};
  for (const Interval& wait : waits) {
    MOTCUA_ASSIGN_OR_RETURN(const microseconds worked,
                            calendar.WorkingTimeBetween(wait.from, wait.to));
    sum += worked;
  }
  if (sum == microseconds{0}) {
    return due;
  }
  MOTCUA_ASSIGN_OR_RETURN(due, calendar.AddWorkingTime(due, sum));
  if (EndsAtClosing(limit)) {
    due = calendar.ClosingOf(DateOf(due));
  }
  explanation.Waited(sum, ToInstant(due));
  return due;
}

bool HasOpenPause(const std::vector<Pause>& pauses) {
  return std::any_of(pauses.begin(), pauses.end(),
                     [](const Pause& pause) { return !pause.to.has_value(); });
}

}  // namespace

absl::StatusOr<DueDate> ComputeDueDate(const WorkingCalendar& calendar, const DueInput& input) {
  MOTCUA_RETURN_IF_ERROR(Check(input));
  const LimitRule& limit = input.limit;
  Explanation explanation;
  if (limit.stage == 2) {
    explanation.SecondAppointment();
  }
  MOTCUA_ASSIGN_OR_RETURN(const Start start, FindStart(calendar, input, explanation));
  DueDate result;
  result.start = ToInstant(start.at);
  result.paused = HasOpenPause(input.pauses);
  LocalTime last = start.at;  // The last time for which the calendar was used.
  if (HasLimit(limit)) {
    MOTCUA_ASSIGN_OR_RETURN(LocalTime due, RunLimit(calendar, limit, start, explanation));
    const std::vector<Interval> waits = Waits(input.pauses, start.at);
    MOTCUA_ASSIGN_OR_RETURN(due, AddWaits(calendar, limit, waits, due, explanation));
    result.due_before_extension = ToInstant(due);
    if (input.extension.has_value()) {
      MOTCUA_ASSIGN_OR_RETURN(due, Advance(calendar, due, DateOf(due), input.extension->value,
                                           input.extension->unit, EndsAtClosing(limit)));
      explanation.Extended(*input.extension, ToInstant(due));
    }
    result.due = ToInstant(due);
    last = waits.empty() ? due : std::max(due, waits.back().to);
  } else {
    explanation.NoLimit();
  }
  if (result.paused) {
    explanation.StillWaiting();
  }
  result.year_not_loaded = !calendar.Covers(std::min(ToLocal(input.received), start.event), last);
  if (result.year_not_loaded) {
    explanation.YearNotLoaded();
  }
  result.explanation = explanation.Take();
  return result;
}

}  // namespace motcua::calendar
