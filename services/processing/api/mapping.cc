#include "api/mapping.h"

#include "motcua/base/error.h"
#include "motcua/dossier/next_action.h"
#include "motcua/wire/time.h"

namespace motcua::processing {
namespace {

v1::Request ToProto(const Request& request) {
  v1::Request proto;
  proto.set_request_id(request.id);
  proto.set_task_id(request.task_id);
  proto.set_kind(static_cast<v1::RequestKind>(request.kind));
  *proto.mutable_opened_at() = wire::ToProto(request.opened_at);
  wire::SetTime(request.answer_due_at, proto, &v1::Request::mutable_answer_due_at);
  wire::SetTime(request.sent_at, proto, &v1::Request::mutable_sent_at);
  wire::SetTime(request.closed_at, proto, &v1::Request::mutable_closed_at);
  proto.mutable_items_vi()->Add(request.items_vi.begin(), request.items_vi.end());
  proto.set_amount_vnd(request.amount_vnd);
  proto.set_payment_reference(request.payment_reference);
  proto.mutable_paper_ids()->Add(request.paper_ids.begin(), request.paper_ids.end());
  return proto;
}

}  // namespace

v1::Task ToProto(const Task& task) {
  v1::Task proto;
  proto.set_task_id(task.id);
  proto.set_step_id(task.step_id);
  proto.set_step_name_vi(task.step_name_vi);
  proto.set_stage(task.stage);
  proto.set_agency(task.agency);
  proto.set_officer(task.officer);
  proto.set_state(static_cast<v1::TaskState>(task.state));
  *proto.mutable_opened_at() = wire::ToProto(task.opened_at);
  wire::SetTime(task.due_at, proto, &v1::Task::mutable_due_at);
  wire::SetTime(task.done_at, proto, &v1::Task::mutable_done_at);
  return proto;
}

v1::Dossier ToProto(const Dossier& d) {
  v1::Dossier proto;
  proto.set_dossier_id(d.id);
  proto.set_code(d.code);
  proto.set_revision(d.revision);
  proto.set_sequence(d.sequence);
  proto.set_intake_sequence(d.intake_sequence);
  proto.set_state(static_cast<type::v1::DossierState>(dossier::WireNumber(d.state)));
  proto.set_end_reason(static_cast<type::v1::EndReason>(d.end_reason));
  proto.set_procedure_code(d.procedure_code);
  proto.set_procedure_version(d.procedure_version);
  proto.set_workflow_id(d.workflow_id);
  proto.set_workflow_version(d.workflow_version);
  proto.set_rule_set(d.rule_set);
  proto.set_channel(static_cast<type::v1::Channel>(d.channel));
  proto.set_receiving_agency(d.receiving_agency);
  proto.set_handling_agency(d.handling_agency);
  *proto.mutable_received_at() = wire::ToProto(d.received_at);
  wire::SetTime(d.due_at, proto, &v1::Dossier::mutable_due_at);
  proto.set_paused(d.paused);
  proto.set_extended(d.extensions > 0);
  proto.set_result_place(static_cast<v1::ResultPlace>(d.result_place));
  proto.set_result_number(d.result_number);
  wire::SetTime(d.finished_at, proto, &v1::Dossier::mutable_finished_at);
  wire::SetTime(d.handed_over_at, proto, &v1::Dossier::mutable_handed_over_at);
  proto.set_fee_after_acceptance_vnd(d.fee_after_acceptance_vnd);
  proto.set_fee_paid(d.fee_paid());
  for (const Task& task : d.tasks) {
    *proto.add_tasks() = ToProto(task);
  }
  for (const Request& request : d.requests) {
    *proto.add_requests() = ToProto(request);
  }
  return proto;
}

type::v1::PublicStatus ToStatus(const Dossier& d) {
  type::v1::PublicStatus status;
  status.set_code(d.code);
  status.set_state(static_cast<type::v1::DossierState>(dossier::WireNumber(d.state)));
  status.set_state_vi(std::string(dossier::VietnameseName(d.state)));
  status.set_state_en(std::string(dossier::EnglishName(d.state)));
  status.set_completion_percent(dossier::CompletionOf(d.state).percent);
  status.mutable_version()->set_intake(d.intake_sequence);
  status.mutable_version()->set_processing(d.sequence);
  *status.mutable_as_of() = wire::ToProto(d.last_occurred_at);
  type::v1::StatusDetails& details = *status.mutable_details();
  details.set_procedure_code(d.procedure_code);
  if (const Task* const task = d.current_task(); task != nullptr) {
    details.set_current_agency(task->agency);
    details.set_step_name_vi(task->step_name_vi);
  }
  *details.mutable_received_at() = wire::ToProto(d.received_at);
  wire::SetTime(d.due_at, details, &type::v1::StatusDetails::mutable_due_at);
  details.set_paused(d.paused);
  const dossier::NextAction next = dossier::NextActionIn(d.state);
  details.set_next_action_vi(std::string(next.vi));
  details.set_next_action_en(std::string(next.en));
  return status;
}

absl::StatusOr<command::Header> ToHeader(const v1::Command& command) {
  const type::v1::Actor& actor = command.actor();
  if (command.dossier().empty()) {
    return FieldError("command.dossier", "DOSSIER_MISSING", "name the dossier by its id or code");
  }
  if (actor.kind() != type::v1::ACTOR_KIND_CITIZEN &&
      actor.kind() != type::v1::ACTOR_KIND_OFFICER) {
    return FieldError("command.actor.kind", "ACTOR_INVALID",
                      "the actor must be a citizen or an officer");
  }
  return command::Header{.subject = command.dossier(),
                         .expected_revision = command.expected_revision(),
                         .actor = {.kind = static_cast<ActorKind>(actor.kind()),
                                   .id = actor.id(),
                                   .agency = actor.agency()},
                         .reason = command.reason(),
                         .legal_ground = command.legal_ground()};
}

}  // namespace motcua::processing
