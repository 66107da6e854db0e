#include "motcua/wire/limit.h"

#include <string>

#include "motcua/base/status_macros.h"

namespace motcua::wire {
namespace {

using calendar::LimitRule;

absl::Status Invalid(std::string_view field, std::string_view message) {
  return FieldError(field, "LIMIT_INVALID", message);
}

absl::StatusOr<calendar::LimitUnit> ToUnit(type::v1::LimitUnit unit) {
  switch (unit) {
    case type::v1::LIMIT_UNIT_UNSPECIFIED:  // no limit: the unit does not matter
    case type::v1::LIMIT_UNIT_WORKING_DAY:
      return calendar::LimitUnit::kWorkingDay;
    case type::v1::LIMIT_UNIT_WORKING_HOUR:
      return calendar::LimitUnit::kWorkingHour;
    case type::v1::LIMIT_UNIT_CALENDAR_DAY:
      return calendar::LimitUnit::kCalendarDay;
    case type::v1::LIMIT_UNIT_SAME_DAY:
      return calendar::LimitUnit::kSameDay;
    default:
      return Invalid("limit.unit", "unknown unit of a limit");
  }
}

absl::StatusOr<calendar::CutOff> ToCutOff(const type::v1::CutOff& cut_off) {
  calendar::CutOff result;
  if (cut_off.at().empty()) {
    if (cut_off.minutes_before_closing() <= 0) {
      return Invalid("limit.cut_offs", "a cut-off needs a time of day or minutes before closing");
    }
    result.basis = calendar::CutOff::Basis::kBeforeClosing;
    result.at = std::chrono::minutes(cut_off.minutes_before_closing());
  } else {
    MOTCUA_ASSIGN_OR_RETURN(result.at, calendar::ParseTimeOfDay(cut_off.at()));
  }
  switch (cut_off.effect()) {
    case type::v1::CUT_OFF_EFFECT_FORWARD_ONLY:
      result.effect = calendar::CutOffEffect::kForwardOnly;
      return result;
    case type::v1::CUT_OFF_EFFECT_START_NEXT_WORKING_DAY:
      result.effect = calendar::CutOffEffect::kStartNextWorkingDay;
      return result;
    case type::v1::CUT_OFF_EFFECT_RESULT_NEXT_WORKING_DAY:
      result.effect = calendar::CutOffEffect::kResultNextWorkingDay;
      return result;
    default:
      return Invalid("limit.cut_offs", "unknown effect of a cut-off");
  }
}

absl::StatusOr<std::string> ToPauseKind(type::v1::PauseKind kind) {
  switch (kind) {
    case type::v1::PAUSE_KIND_SUPPLEMENT:
      return kSupplementPause;
    case type::v1::PAUSE_KIND_PAYMENT:
      return kPaymentPause;
    case type::v1::PAUSE_KIND_STOP:
      return kStopPause;
    default:
      return Invalid("limit.pauses", "unknown kind of pause");
  }
}

}  // namespace

absl::StatusOr<LimitRule> ToLimitRule(const type::v1::Limit& limit) {
  LimitRule rule;
  MOTCUA_ASSIGN_OR_RETURN(rule.unit, ToUnit(limit.unit()));
  const bool counted = limit.unit() != type::v1::LIMIT_UNIT_UNSPECIFIED &&
                       limit.unit() != type::v1::LIMIT_UNIT_SAME_DAY;
  if (counted && limit.value() <= 0) {
    return Invalid("limit.value", "a limit must be at least 1");
  }
  if (!counted && limit.value() != 0) {
    return Invalid("limit.value", "a limit without a counted unit must not have a value");
  }
  if (counted) {
    rule.value = limit.value();
  }
  rule.convention = limit.convention() == type::v1::DUE_CONVENTION_END_OF_DAY
                        ? calendar::Convention::kEndOfDay
                        : calendar::Convention::kKeepClockTime;
  for (const type::v1::CutOff& cut_off : limit.cut_offs()) {
    MOTCUA_ASSIGN_OR_RETURN(const calendar::CutOff converted, ToCutOff(cut_off));
    rule.cut_offs.push_back(converted);
  }
  switch (limit.start_event()) {
    case type::v1::START_EVENT_FULL_DOSSIER_AND_FEE:
      rule.start_event = calendar::StartEvent::kFullDossierAndFee;
      break;
    case type::v1::START_EVENT_RECEIPT_SENT:
      rule.start_event = calendar::StartEvent::kReceiptSent;
      break;
    case type::v1::START_EVENT_E_DOSSIER:
      rule.start_event = calendar::StartEvent::kElectronicDossier;
      break;
    default:
      rule.start_event = calendar::StartEvent::kFullDossier;
  }
  rule.supplement_policy = limit.supplement_policy() == type::v1::SUPPLEMENT_POLICY_PAUSE
                               ? calendar::SupplementPolicy::kPause
                               : calendar::SupplementPolicy::kRestart;
  rule.stage = limit.stage() == 0 ? 1 : limit.stage();
  if (limit.pauses_size() > 0) {
    rule.allowed_pauses.emplace();
    for (const type::v1::AllowedPause& pause : limit.pauses()) {
      MOTCUA_ASSIGN_OR_RETURN(std::string kind, ToPauseKind(pause.kind()));
      rule.allowed_pauses->push_back(
          {.kind = std::move(kind), .legal_basis = pause.legal_ground()});
    }
  }
  return rule;
}

}  // namespace motcua::wire
