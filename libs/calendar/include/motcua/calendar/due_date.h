#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/base/clock.h"
#include "motcua/calendar/working_calendar.h"

namespace motcua::calendar {

enum class LimitUnit {
  kWorkingDay,
  /// An hour of work, counted within office hours.
  kWorkingHour,
  kCalendarDay,
  /// Due at closing time of the day of receipt. The 15:00 rule is an ordinary CutOff in `cut_offs`;
  /// it is not assumed. `value` stays empty.
  kSameDay,
};

/// Which moment of the last day is meant (domain 3.4, "open choice"). Hours are always exact.
enum class Convention {
  kKeepClockTime,  ///< The clock time at which counting started.
  kEndOfDay,       ///< Closing time of the n-th day, the day of receipt not counted.
};

/// What a receipt after the cut-off changes (law-2025 4).
enum class CutOffEffect {
  kForwardOnly,           ///< Only when the dossier goes on to the handling office; not the limit.
  kStartNextWorkingDay,   ///< The limit starts at the next working day's opening.
  kResultNextWorkingDay,  ///< A same-day result is due on the next working day.
};

/// The latest time of day of a receipt, inclusive: 15:00:00 is in time. Does not apply to a receipt
/// that already counts for a later day (after closing, on a day off).
struct CutOff {
  enum class Basis {
    kTimeOfDay,      ///< `at` is a time since midnight (15:00).
    kBeforeClosing,  ///< `at` is counted back from the day's closing ("last hour" = 60 min).
  };
  Basis basis = Basis::kTimeOfDay;
  std::chrono::minutes at{0};
  CutOffEffect effect = CutOffEffect::kForwardOnly;
};

/// Which event starts the limit. Carried as data and named in the explanation: the caller passes
/// that event's time as `DueInput::received`.
enum class StartEvent { kFullDossier, kFullDossierAndFee, kReceiptSent, kElectronicDossier };

/// What a supplement does to the limit; it sets the effect of the recorded pause.
enum class SupplementPolicy {
  kRestart,  ///< From zero when the full dossier is there: NĐ 61/2018 Đ19.4, NĐ 297/2025 Đ6.4.a.
  kPause,    ///< Only the waiting time is added: several sector laws.
};

/// A wait that is not counted in this procedure, and why (law-2025 4). Kinds are catalogue data.
struct AllowedPause {
  std::string kind;
  std::string legal_basis;
};

/// The limit of a procedure or a step, all of it data of the procedure's version.
struct LimitRule {
  /// Empty: no legal limit, hence no due date (except kSameDay, which has no value).
  std::optional<int> value;
  LimitUnit unit = LimitUnit::kWorkingDay;
  Convention convention = Convention::kKeepClockTime;
  std::vector<CutOff> cut_offs;
  StartEvent start_event = StartEvent::kFullDossier;
  SupplementPolicy supplement_policy = SupplementPolicy::kRestart;
  /// 1, or 2 for the second appointment that exists once payment is proved (land).
  int stage = 1;
  /// Set: a pause of another kind is refused. Not set: kinds are not looked at.
  std::optional<std::vector<AllowedPause>> allowed_pauses;
};

enum class PauseEffect {
  kExtend,   ///< Its working time is added.
  kRestart,  ///< The limit starts again when it ends.
};

/// A recorded wait; two agencies' waits may overlap.
struct Pause {
  Instant from;
  /// Empty while the pause lasts; it does not move the date until it ends.
  std::optional<Instant> to;
  PauseEffect effect = PauseEffect::kExtend;
  std::string kind;
};

/// The one re-appointment (form 04, NĐ 61/2018 Đ19.9). Never kSameDay.
struct Extension {
  int value = 0;
  LimitUnit unit = LimitUnit::kWorkingDay;
};

struct DueInput {
  Instant received;
  LimitRule limit;
  std::vector<Pause> pauses;  ///< In any order; at most kMaxPauses.
  std::optional<Extension> extension;

  static constexpr std::size_t kMaxPauses = 1000;
};

/// One step of the arithmetic, for people.
struct ExplanationLine {
  std::string vi;
  std::string en;
};

struct DueDate {
  /// When the limit starts to count (effective receipt).
  Instant start;
  /// Empty: no legal limit.
  std::optional<Instant> due;
  /// The date before the extension, by which lateness is counted (domain 3.6). Equal to `due`
  /// without one.
  std::optional<Instant> due_before_extension;
  /// A wait is still open: the date will move when it ends.
  bool paused = false;
  /// The calculation used a year whose calendar is not loaded: show the warning.
  bool year_not_loaded = false;
  std::vector<ExplanationLine> explanation;
};

/// The due date of a dossier or step: one pure function, thread-safe (design rule 8).
///
/// The limit starts at the latest end of a restarting pause, otherwise at the receipt, moved into
/// working time and past a missed cut-off. The working time of the union of the ended extending
/// pauses after that start is added, then the extension. The due date is never before the start. A
/// closing time and the next opening time are the same instant of work; the unit decides which of
/// them is returned: hours end at closing, days keep the clock time of the start.
///
/// Fails with INVALID_ARGUMENT and a field path: LIMIT_NOT_POSITIVE, LIMIT_TOO_LARGE,
/// LIMIT_VALUE_UNEXPECTED, STAGE_INVALID, CUT_OFF_OUT_OF_DAY, CUT_OFF_NEEDS_SAME_DAY,
/// PAUSE_ENDS_BEFORE_START, PAUSE_KIND_NOT_ALLOWED, TOO_MANY_PAUSES, EXTENSION_NOT_POSITIVE,
/// EXTENSION_TOO_LARGE, EXTENSION_UNIT_INVALID, EXTENSION_WITHOUT_LIMIT, TIME_OUT_OF_RANGE; and
/// with OUT_OF_RANGE, CALENDAR_RANGE_EXCEEDED.
absl::StatusOr<DueDate> ComputeDueDate(const WorkingCalendar& calendar, const DueInput& input);

}  // namespace motcua::calendar
