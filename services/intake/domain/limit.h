#pragma once

#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/calendar/due_date.h"

#include "domain/channel.h"

namespace motcua::intake {

// A legal time limit as the catalogue holds it: data only, kept as it was loaded. The numbers of
// the enumerations are those of motcua.type.v1; what is not stated has the value 0.

enum class LimitUnit : int {
  kUnspecified = 0,
  kWorkingDay = 1,
  kWorkingHour = 2,
  kCalendarDay = 3,
  kSameDay = 4,
};
enum class DueConvention : int { kUnspecified = 0, kKeepClockTime = 1, kEndOfDay = 2 };
enum class CutOffEffect : int {
  kUnspecified = 0,
  kForwardOnly = 1,
  kStartNextWorkingDay = 2,
  kResultNextWorkingDay = 3,
};
enum class StartEvent : int {
  kUnspecified = 0,
  kFullDossier = 1,
  kFullDossierAndFee = 2,
  kReceiptSent = 3,
  kElectronicDossier = 4,
};
enum class SupplementPolicy : int { kUnspecified = 0, kRestart = 1, kPause = 2 };
enum class PauseKind : int { kUnspecified = 0, kSupplement = 1, kPayment = 2, kStop = 3 };

/// A time of day that a receipt may miss: either `at` (HH:MM) or minutes before closing.
struct CutOff {
  std::string at;
  int minutes_before_closing = 0;
  CutOffEffect effect = CutOffEffect::kUnspecified;
  friend bool operator==(const CutOff&, const CutOff&) = default;
};

/// A kind of wait that sector law takes out of the limit.
struct AllowedPause {
  PauseKind kind = PauseKind::kUnspecified;
  std::string legal_ground;
  friend bool operator==(const AllowedPause&, const AllowedPause&) = default;
};

/// One limit of a procedure, and which dossiers it is for. Value 0 with no unit: the law sets none.
struct Limit {
  int value = 0;
  LimitUnit unit = LimitUnit::kUnspecified;
  DueConvention convention = DueConvention::kUnspecified;
  std::vector<CutOff> cut_offs;
  StartEvent start_event = StartEvent::kUnspecified;
  SupplementPolicy supplement_policy = SupplementPolicy::kUnspecified;
  std::vector<AllowedPause> pauses;
  int stage = 0;  // 0 and 1: the first appointment
  std::vector<Channel> channels;
  std::string place_class;
  std::string variant;
  std::string legal_ground;
  friend bool operator==(const Limit&, const Limit&) = default;
};

/// The limit in the words of the due-date arithmetic. What the catalogue leaves out is the default
/// of the law: the clock time is kept, counting starts with the full dossier, a supplement starts
/// it again (NĐ 61/2018 Đ19.4). Fails with INVALID_ARGUMENT and the field (`value`,
/// `cut_offs[1].at`): LIMIT_VALUE_INVALID, LIMIT_UNIT_INVALID, LIMIT_STAGE_INVALID,
/// CUT_OFF_INVALID, PAUSE_KIND_INVALID.
absl::StatusOr<calendar::LimitRule> ToLimitRule(const Limit& limit);

/// The limit of the first appointment for a dossier: the first that matches channel, place and
/// variant. A variant that no limit of the list names (it chooses a fee only) is the plain case.
/// None: the law sets no limit, which is what an empty `Limit` says.
Limit ChooseLimit(const std::vector<Limit>& limits, Channel channel, const std::string& place_class,
                  const std::string& variant);

/// `3 ngày làm việc`, as the receipt prints it.
std::string DescribeLimit(const Limit& limit);

}  // namespace motcua::intake
