#include "domain/limit.h"

#include <algorithm>

#include "motcua/base/status_macros.h"

namespace motcua::intake {
namespace {

constexpr int kMaxValue = 3650;
constexpr int kMinutesOfDay = 24 * 60;

std::string Path(std::size_t index, const char* field) {
  return "cut_offs[" + std::to_string(index) + "]." + field;
}

absl::StatusOr<calendar::LimitUnit> ToUnit(LimitUnit unit) {
  switch (unit) {
    case LimitUnit::kUnspecified:  // no limit: the unit is not used
    case LimitUnit::kWorkingDay:
      return calendar::LimitUnit::kWorkingDay;
    case LimitUnit::kWorkingHour:
      return calendar::LimitUnit::kWorkingHour;
    case LimitUnit::kCalendarDay:
      return calendar::LimitUnit::kCalendarDay;
    case LimitUnit::kSameDay:
      return calendar::LimitUnit::kSameDay;
  }
  return FieldError("unit", "LIMIT_UNIT_INVALID", "unknown unit of a limit");
}

absl::StatusOr<calendar::CutOffEffect> ToEffect(CutOffEffect effect, const std::string& field) {
  switch (effect) {
    case CutOffEffect::kForwardOnly:
      return calendar::CutOffEffect::kForwardOnly;
    case CutOffEffect::kStartNextWorkingDay:
      return calendar::CutOffEffect::kStartNextWorkingDay;
    case CutOffEffect::kResultNextWorkingDay:
      return calendar::CutOffEffect::kResultNextWorkingDay;
    case CutOffEffect::kUnspecified:
      break;
  }
  return FieldError(field, "CUT_OFF_INVALID", "a cut-off must state its effect");
}

absl::StatusOr<calendar::CutOff> ToCutOff(const CutOff& cut_off, std::size_t index) {
  calendar::CutOff result;
  MOTCUA_ASSIGN_OR_RETURN(result.effect, ToEffect(cut_off.effect, Path(index, "effect")));
  if (cut_off.at.empty()) {
    if (cut_off.minutes_before_closing <= 0 || cut_off.minutes_before_closing >= kMinutesOfDay) {
      return FieldError(Path(index, "minutes_before_closing"), "CUT_OFF_INVALID",
                        "a cut-off needs a time of day or minutes before closing");
    }
    result.basis = calendar::CutOff::Basis::kBeforeClosing;
    result.at = std::chrono::minutes(cut_off.minutes_before_closing);
    return result;
  }
  const auto at = calendar::ParseTimeOfDay(cut_off.at);
  if (!at.ok() || cut_off.minutes_before_closing != 0) {
    return FieldError(Path(index, "at"), "CUT_OFF_INVALID",
                      "a cut-off must be a time of day HH:MM or minutes before closing, not both");
  }
  result.at = *at;
  return result;
}

calendar::StartEvent ToStartEvent(StartEvent event) {
  switch (event) {
    case StartEvent::kFullDossierAndFee:
      return calendar::StartEvent::kFullDossierAndFee;
    case StartEvent::kReceiptSent:
      return calendar::StartEvent::kReceiptSent;
    case StartEvent::kElectronicDossier:
      return calendar::StartEvent::kElectronicDossier;
    case StartEvent::kUnspecified:
    case StartEvent::kFullDossier:
      break;
  }
  return calendar::StartEvent::kFullDossier;
}

// The names of recorded pauses (the same as in libs/wire).
absl::StatusOr<std::string> PauseName(PauseKind kind, std::size_t index) {
  switch (kind) {
    case PauseKind::kSupplement:
      return "supplement";
    case PauseKind::kPayment:
      return "payment";
    case PauseKind::kStop:
      return "stop";
    case PauseKind::kUnspecified:
      break;
  }
  return FieldError("pauses[" + std::to_string(index) + "].kind", "PAUSE_KIND_INVALID",
                    "unknown kind of pause");
}

bool Matches(const Limit& limit, Channel channel, const std::string& place_class,
             const std::string& variant) {
  const auto& channels = limit.channels;
  return limit.stage <= 1 &&
         (channels.empty() ||
          std::find(channels.begin(), channels.end(), channel) != channels.end()) &&
         (limit.place_class.empty() || limit.place_class == place_class) &&
         limit.variant == variant;
}

}  // namespace

absl::StatusOr<calendar::LimitRule> ToLimitRule(const Limit& limit) {
  calendar::LimitRule rule;
  MOTCUA_ASSIGN_OR_RETURN(rule.unit, ToUnit(limit.unit));
  const bool has_value = limit.unit != LimitUnit::kUnspecified && limit.unit != LimitUnit::kSameDay;
  if (has_value ? limit.value < 1 || limit.value > kMaxValue : limit.value != 0) {
    return FieldError(
        "value", "LIMIT_VALUE_INVALID",
        "a limit in days or hours must be 1 to 3650; a same-day limit or none has no value");
  }
  if (has_value) {
    rule.value = limit.value;
  }
  if (limit.stage < 0 || limit.stage > 2) {
    return FieldError("stage", "LIMIT_STAGE_INVALID", "the stage of a limit must be 1 or 2");
  }
  rule.stage = std::max(limit.stage, 1);
  rule.convention = limit.convention == DueConvention::kEndOfDay
                        ? calendar::Convention::kEndOfDay
                        : calendar::Convention::kKeepClockTime;
  rule.start_event = ToStartEvent(limit.start_event);
  rule.supplement_policy = limit.supplement_policy == SupplementPolicy::kPause
                               ? calendar::SupplementPolicy::kPause
                               : calendar::SupplementPolicy::kRestart;
  for (std::size_t i = 0; i < limit.cut_offs.size(); ++i) {
    MOTCUA_ASSIGN_OR_RETURN(calendar::CutOff cut_off, ToCutOff(limit.cut_offs[i], i));
    if (cut_off.effect == calendar::CutOffEffect::kResultNextWorkingDay &&
        limit.unit != LimitUnit::kSameDay) {
      return FieldError(Path(i, "effect"), "CUT_OFF_INVALID",
                        "only the result of a same-day procedure can move to the next working day");
    }
    rule.cut_offs.push_back(cut_off);
  }
  for (std::size_t i = 0; i < limit.pauses.size(); ++i) {
    MOTCUA_ASSIGN_OR_RETURN(std::string kind, PauseName(limit.pauses[i].kind, i));
    if (!rule.allowed_pauses.has_value()) {
      rule.allowed_pauses.emplace();
    }
    rule.allowed_pauses->push_back(
        {.kind = std::move(kind), .legal_basis = limit.pauses[i].legal_ground});
  }
  return rule;
}

Limit ChooseLimit(const std::vector<Limit>& limits, Channel channel, const std::string& place_class,
                  const std::string& variant) {
  const bool named = std::any_of(limits.begin(), limits.end(),
                                 [&](const Limit& limit) { return limit.variant == variant; });
  const std::string wanted = named ? variant : std::string();
  const auto found = std::find_if(limits.begin(), limits.end(), [&](const Limit& limit) {
    return Matches(limit, channel, place_class, wanted);
  });
  return found == limits.end() ? Limit() : *found;
}

std::string DescribeLimit(const Limit& limit) {
  const std::string value = std::to_string(limit.value);
  switch (limit.unit) {
    case LimitUnit::kWorkingDay:
      return value + " ngày làm việc";
    case LimitUnit::kWorkingHour:
      return value + " giờ làm việc";
    case LimitUnit::kCalendarDay:
      return value + " ngày";
    case LimitUnit::kSameDay:
      return "Trong ngày làm việc";
    case LimitUnit::kUnspecified:
      break;
  }
  return "Không quy định thời hạn";
}

}  // namespace motcua::intake
