#pragma once

#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/calendar/due_date.h"

#include "domain/channel.h"

namespace motcua::intake {

// A legal time limit as in the catalogue: data only, stored as loaded. The numbers of the
// enumerations are those of motcua.type.v1; absent values are 0.

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

/// The latest time of day of a receipt: either `at` (HH:MM) or minutes before closing.
struct CutOff {
  std::string at;
  int minutes_before_closing = 0;
  CutOffEffect effect = CutOffEffect::kUnspecified;
  friend bool operator==(const CutOff&, const CutOff&) = default;
};

/// A kind of pause that sector law excludes from the limit.
struct AllowedPause {
  PauseKind kind = PauseKind::kUnspecified;
  std::string legal_ground;
  friend bool operator==(const AllowedPause&, const AllowedPause&) = default;
};

/// One limit of a procedure, and the dossiers it applies to. Value 0 without a unit: there is no
/// legal limit.
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

/// Converts a limit for the due-date calculation. Absent values get the default of the law: the
/// clock time is kept, counting starts with the full dossier, and a supplement restarts it (NĐ
/// 61/2018 Đ19.4). Fails with INVALID_ARGUMENT and the field (`value`, `cut_offs[1].at`):
/// LIMIT_VALUE_INVALID, LIMIT_UNIT_INVALID, LIMIT_STAGE_INVALID, CUT_OFF_INVALID,
/// PAUSE_KIND_INVALID.
absl::StatusOr<calendar::LimitRule> ToLimitRule(const Limit& limit);

/// The limit of the first appointment of a dossier: the first one that matches channel, place and
/// variant. A variant that no limit names (because it only selects a fee) counts as the default
/// case. If none matches, there is no legal limit, and the result is an empty `Limit`.
Limit ChooseLimit(const std::vector<Limit>& limits, Channel channel, const std::string& place_class,
                  const std::string& variant);

/// `3 ngày làm việc`, as printed on the receipt.
std::string DescribeLimit(const Limit& limit);

}  // namespace motcua::intake
