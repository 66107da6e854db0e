#include "api/mapping.h"

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/wire/time.h"

namespace motcua::reporting {
namespace {

void FillRow(const Form06aRow& row, v1::Form06aRow& proto) {
  proto.set_code(row.code);
  proto.set_name_vi(row.name_vi);
  proto.set_received_total(row.received_total);
  proto.set_received_online(row.received_online);
  proto.set_received_direct_post(row.received_direct_post);
  proto.set_carried_over(row.carried_over);
  proto.set_resolved_total(row.resolved_total);
  proto.set_resolved_early(row.resolved_early);
  proto.set_resolved_on_time(row.resolved_on_time);
  proto.set_resolved_overdue(row.resolved_overdue);
  proto.set_open_total(row.open_total);
  proto.set_open_in_limit(row.open_in_limit);
  proto.set_open_overdue(row.open_overdue);
}

}  // namespace

AskedPeriod ToPeriod(const v1::Period& period) {
  return {.from = period.from(), .to = period.to(), .preset = period.preset()};
}

absl::StatusOr<Form06aQuestion> ToQuestion(const v1::GetForm06aRequest& request) {
  Form06aQuestion question{.period = ToPeriod(request.period()), .agency = request.agency()};
  switch (request.grouping()) {
    case v1::FORM06A_GROUPING_AGENCY:
      question.grouping = Grouping::kAgency;
      return question;
    case v1::FORM06A_GROUPING_FIELD:
      question.grouping = Grouping::kField;
      return question;
    default:
      return FieldError("grouping", "GROUPING_INVALID",
                        "a report must be grouped by agency or by field");
  }
}

absl::StatusOr<SharedPaymentsQuestion> ToQuestion(const v1::ListSharedPaymentsRequest& request,
                                                  calendar::LocalDate today) {
  SharedPaymentsQuestion question{.agency = request.agency()};
  if (request.period().ByteSizeLong() > 0) {
    MOTCUA_ASSIGN_OR_RETURN(const Period period, ResolvePeriod(ToPeriod(request.period()), today));
    question.from = calendar::ToInstant(calendar::LocalTime(period.from));
    question.until = calendar::ToInstant(calendar::LocalTime(period.to + std::chrono::days(1)));
  }
  return question;
}

absl::StatusOr<std::vector<Target>> ToTargets(const v1::LoadTargetsRequest& request) {
  std::vector<Target> targets;
  for (int i = 0; i < request.targets_size(); ++i) {
    const v1::Target& target = request.targets(i);
    const std::optional<Indicator> indicator = IndicatorOf(target.indicator());
    if (!indicator.has_value()) {
      return FieldError(
          "targets[" + std::to_string(i) + "].indicator", "TARGET_INVALID",
          "the indicator must be procedures_published, dossiers_on_time or petitions_in_time");
    }
    targets.push_back({.id = target.id(),
                       .indicator = *indicator,
                       .at_least_basis_points = target.at_least_basis_points(),
                       .name_vi = target.name_vi(),
                       .source = target.source()});
  }
  return targets;
}

void Fill(const Form06a& form, v1::GetForm06aResponse& response) {
  response.set_from(calendar::FormatDate(form.period.from));
  response.set_to(calendar::FormatDate(form.period.to));
  for (const Form06aRow& row : form.rows) {
    FillRow(row, *response.add_rows());
  }
  FillRow(form.total, *response.mutable_total());
  response.set_events(form.events);
  response.set_generation(form.generation);
  *response.mutable_as_of() = wire::ToProto(form.as_of);
}

void Fill(const OverdueRow& row, v1::OverdueDossier& dossier) {
  dossier.set_code(row.code);
  dossier.set_handling_agency(row.agency);
  dossier.set_current_agency(row.current_agency);
  dossier.set_step_name_vi(row.step_name_vi);
  dossier.set_procedure_code(row.procedure_code);
  dossier.set_field_code(row.field_code);
  dossier.set_state(static_cast<type::v1::DossierState>(dossier::WireNumber(row.state)));
  wire::SetTime(row.received_at, dossier, &v1::OverdueDossier::mutable_received_at);
  wire::SetTime(row.due_at, dossier, &v1::OverdueDossier::mutable_due_at);
}

void Fill(const SharedPayment& line, v1::SharedPayment& payment) {
  payment.set_reference_key(line.position.reference_key);
  payment.set_debts(line.debts);
  payment.set_total_vnd(line.total_vnd);
  payment.set_code(line.payment.code);
  payment.set_handling_agency(line.payment.agency);
  payment.set_amount_vnd(line.payment.amount_vnd);
  payment.set_payment_reference(line.payment.reference);
  *payment.mutable_confirmed_at() = wire::ToProto(line.payment.confirmed_at);
}

void Fill(const TargetAnswer& answer, v1::GetTargetsResponse& response) {
  response.set_from(calendar::FormatDate(answer.period.from));
  response.set_to(calendar::FormatDate(answer.period.to));
  for (const TargetValue& value : answer.values) {
    v1::TargetValue& proto = *response.add_values();
    v1::Target& target = *proto.mutable_target();
    target.set_id(value.target.id);
    target.set_indicator(std::string(NameOf(value.target.indicator)));
    target.set_at_least_basis_points(value.target.at_least_basis_points);
    target.set_name_vi(value.target.name_vi);
    target.set_source(value.target.source);
    proto.set_reached(value.value.reached);
    proto.set_of(value.value.of);
    if (const std::optional<int> points = value.value.basis_points(); points.has_value()) {
      proto.set_basis_points(*points);
    }
    proto.set_met(value.value.Meets(value.target.at_least_basis_points));
  }
}

void Fill(const RebuildStatus& status, v1::GetRebuildResponse& response) {
  response.set_active_generation(status.active);
  response.set_building_generation(status.building);
  response.set_events_taken(status.events);
  wire::SetTime(status.started_at, response, &v1::GetRebuildResponse::mutable_started_at);
  response.set_failure(status.failure);
}

}  // namespace motcua::reporting
