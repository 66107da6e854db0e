#include "domain/acceptance.h"

#include "motcua/base/status_macros.h"

namespace motcua::intake {
namespace {

absl::StatusOr<const calendar::WorkingCalendar*> CalendarOf(const Rules& rules) {
  if (rules.calendar() == nullptr) {
    return Error(absl::StatusCode::kFailedPrecondition, "CALENDAR_UNKNOWN",
                 "no working calendar is loaded yet");
  }
  return rules.calendar();
}

absl::Status RulesMissing() {
  return Error(absl::StatusCode::kInternal, "RULES_MISSING",
               "the rules under which the dossier was filed are not stored");
}

absl::StatusOr<Instant> DueAfter(const calendar::WorkingCalendar& calendar, Instant from, int value,
                                 calendar::LimitUnit unit, calendar::Convention convention) {
  MOTCUA_ASSIGN_OR_RETURN(
      const calendar::DueDate due,
      calendar::ComputeDueDate(
          calendar,
          {.received = from, .limit = {.value = value, .unit = unit, .convention = convention}}));
  return *due.due;
}

}  // namespace

absl::StatusOr<Acceptance> ComputeAcceptance(const Rules& rules, const Dossier& dossier,
                                             Instant received_at) {
  const DossierContent& content = dossier.content;
  const Procedure* procedure =
      rules.FindProcedureVersion(content.procedure_code, dossier.procedure_version);
  const Agency* handling = rules.FindAgency(content.handling_agency);
  if (procedure == nullptr || handling == nullptr) {
    return RulesMissing();
  }
  const ApprovedWorkflow* workflow = rules.FindWorkflow(procedure->workflow_id);
  if (workflow == nullptr) {
    // Acceptance is either complete or refused (design section 3, mission O7).
    return Error(absl::StatusCode::kFailedPrecondition, "WORKFLOW_NOT_APPROVED",
                 "no approved workflow is known for this procedure",
                 {{"workflow_id", procedure->workflow_id}});
  }
  MOTCUA_ASSIGN_OR_RETURN(const calendar::WorkingCalendar* calendar, CalendarOf(rules));

  Acceptance acceptance;
  acceptance.workflow_id = workflow->id;
  acceptance.workflow_version = workflow->version;
  acceptance.calendar_version = calendar->version();
  acceptance.limit =
      ChooseLimit(procedure->limits, dossier.channel, handling->place_class, content.variant);
  MOTCUA_ASSIGN_OR_RETURN(const calendar::LimitRule rule, ToLimitRule(acceptance.limit));
  MOTCUA_ASSIGN_OR_RETURN(
      const calendar::DueDate due,
      calendar::ComputeDueDate(*calendar, {.received = received_at, .limit = rule}));
  acceptance.due_at = due.due;
  for (const calendar::ExplanationLine& line : due.explanation) {
    acceptance.explanation.push_back(line.vi);
    acceptance.explanation.push_back(line.en);
  }
  if (due.year_not_loaded) {
    acceptance.warnings.emplace_back(
        "Ngày hẹn rơi vào năm chưa có lịch làm việc chính thức; có thể được tính lại.");
    acceptance.warnings.emplace_back(
        "The date is in a year whose official calendar is not loaded yet; it may change.");
  }
  acceptance.fee_after_vnd = FeeDue(*procedure, FeeTiming::kAfterAcceptance, dossier.channel,
                                    content.payer, content.variant);
  return acceptance;
}

absl::StatusOr<AcceptanceClock> ComputeAcceptanceClock(const Rules& rules,
                                                       const std::string& rule_set, Instant from) {
  const RuleSet* limits = rules.FindRuleSet(rule_set);
  if (limits == nullptr) {
    return RulesMissing();
  }
  MOTCUA_ASSIGN_OR_RETURN(const calendar::WorkingCalendar* calendar, CalendarOf(rules));
  AcceptanceClock clock;
  MOTCUA_ASSIGN_OR_RETURN(clock.alert_at, DueAfter(*calendar, from, limits->acceptance_alert_hours,
                                                   calendar::LimitUnit::kWorkingHour,
                                                   calendar::Convention::kKeepClockTime));
  MOTCUA_ASSIGN_OR_RETURN(clock.due_at, DueAfter(*calendar, from, limits->acceptance_limit_hours,
                                                 calendar::LimitUnit::kWorkingHour,
                                                 calendar::Convention::kKeepClockTime));
  return clock;
}

absl::StatusOr<Instant> ComputeAnswerDue(const Rules& rules, int working_days, Instant from) {
  MOTCUA_ASSIGN_OR_RETURN(const calendar::WorkingCalendar* calendar, CalendarOf(rules));
  return DueAfter(*calendar, from, working_days, calendar::LimitUnit::kWorkingDay,
                  calendar::Convention::kEndOfDay);
}

}  // namespace motcua::intake
