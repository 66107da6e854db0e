#include "store/dossier_document.h"

#include <chrono>
#include <optional>
#include <vector>

#include "motcua/processing/storage/v1/dossier.pb.h"

#include "motcua/base/error.h"

namespace motcua::processing {
namespace {

namespace stored = motcua::processing::storage::v1;

std::int64_t Micros(Instant at) {
  return std::chrono::microseconds(at.time_since_epoch()).count();
}

Instant At(std::int64_t micros) {
  return Instant(std::chrono::microseconds(micros));
}

template <typename Message>
void Set(Message& message, void (Message::*set)(std::int64_t), const std::optional<Instant>& at) {
  if (at.has_value()) {
    (message.*set)(Micros(*at));
  }
}

std::optional<Instant> Get(bool has, std::int64_t micros) {
  return has ? std::optional(At(micros)) : std::nullopt;
}

void Put(const Task& task, stored::Task& out) {
  out.set_id(task.id);
  out.set_stage(task.stage);
  out.set_step_id(task.step_id);
  out.set_step_name_vi(task.step_name_vi);
  out.set_kind(static_cast<int>(task.kind));
  out.set_agency(task.agency);
  out.set_officer(task.officer);
  out.set_state(static_cast<int>(task.state));
  out.set_opened_at(Micros(task.opened_at));
  Set(out, &stored::Task::set_due_at, task.due_at);
  Set(out, &stored::Task::set_done_at, task.done_at);
  out.set_opened_by(task.opened_by);
  out.set_acted(task.acted);
  out.set_transferred_from(task.transferred_from);
  out.set_transferred_sequence(task.transferred_sequence);
  out.set_done_sequence(task.done_sequence);
}

Task Take(const stored::Task& in) {
  return {.id = in.id(),
          .stage = in.stage(),
          .step_id = in.step_id(),
          .step_name_vi = in.step_name_vi(),
          .kind = static_cast<StepKind>(in.kind()),
          .agency = in.agency(),
          .officer = in.officer(),
          .state = static_cast<TaskState>(in.state()),
          .opened_at = At(in.opened_at()),
          .due_at = Get(in.has_due_at(), in.due_at()),
          .done_at = Get(in.has_done_at(), in.done_at()),
          .opened_by = in.opened_by(),
          .acted = in.acted(),
          .transferred_from = in.transferred_from(),
          .transferred_sequence = in.transferred_sequence(),
          .done_sequence = in.done_sequence()};
}

void Put(const Request& request, stored::Request& out) {
  out.set_id(request.id);
  out.set_task_id(request.task_id);
  out.set_agency(request.agency);
  out.set_kind(static_cast<int>(request.kind));
  out.set_opened_at(Micros(request.opened_at));
  Set(out, &stored::Request::set_answer_due_at, request.answer_due_at);
  Set(out, &stored::Request::set_sent_at, request.sent_at);
  Set(out, &stored::Request::set_closed_at, request.closed_at);
  Set(out, &stored::Request::set_wait_ended_at, request.wait_ended_at);
  out.mutable_items_vi()->Add(request.items_vi.begin(), request.items_vi.end());
  out.mutable_paper_ids()->Add(request.paper_ids.begin(), request.paper_ids.end());
  out.set_amount_vnd(request.amount_vnd);
  out.set_payment_reference(request.payment_reference);
}

Request Take(const stored::Request& in) {
  return {.id = in.id(),
          .task_id = in.task_id(),
          .agency = in.agency(),
          .kind = static_cast<RequestKind>(in.kind()),
          .opened_at = At(in.opened_at()),
          .answer_due_at = Get(in.has_answer_due_at(), in.answer_due_at()),
          .sent_at = Get(in.has_sent_at(), in.sent_at()),
          .closed_at = Get(in.has_closed_at(), in.closed_at()),
          .wait_ended_at = Get(in.has_wait_ended_at(), in.wait_ended_at()),
          .items_vi = {in.items_vi().begin(), in.items_vi().end()},
          .paper_ids = {in.paper_ids().begin(), in.paper_ids().end()},
          .amount_vnd = in.amount_vnd(),
          .payment_reference = in.payment_reference()};
}

}  // namespace

std::string ToDocument(const Dossier& d) {
  stored::Dossier out;
  out.set_id(d.id);
  out.set_code(d.code);
  out.set_lookup_key(d.lookup_key);
  out.set_procedure_code(d.procedure_code);
  out.set_procedure_version(d.procedure_version);
  out.set_workflow_id(d.workflow_id);
  out.set_workflow_version(d.workflow_version);
  out.set_rule_set(d.rule_set);
  out.set_channel(d.channel);
  out.set_receiving_agency(d.receiving_agency);
  out.set_handling_agency(d.handling_agency);
  out.set_received_at(Micros(d.received_at));
  out.set_fee_after_acceptance_vnd(d.fee_after_acceptance_vnd);
  out.set_intake_sequence(d.intake_sequence);
  out.set_sequence(d.sequence);
  out.set_revision(d.revision);
  out.set_last_occurred_at(Micros(d.last_occurred_at));
  out.set_state(dossier::WireNumber(d.state));
  Set(out, &stored::Dossier::set_due_at, d.due_at);
  out.set_paused(d.paused);
  out.set_calendar_version(d.calendar_version);
  out.set_end_reason(static_cast<int>(d.end_reason));
  Set(out, &stored::Dossier::set_ended_at, d.ended_at);
  Set(out, &stored::Dossier::set_finished_at, d.finished_at);
  Set(out, &stored::Dossier::set_handed_over_at, d.handed_over_at);
  out.set_result_place(static_cast<int>(d.result_place));
  out.set_result_number(d.result_number);
  out.set_result_agency(d.result_agency);
  out.set_fee_paid_vnd(d.fee_paid_vnd);
  if (d.extension.has_value()) {
    out.mutable_extension()->set_value(d.extension->value);
    out.mutable_extension()->set_unit(static_cast<int>(d.extension->unit));
  }
  out.set_extensions(d.extensions);
  for (const Task& task : d.tasks) {
    Put(task, *out.add_tasks());
  }
  for (const Request& request : d.requests) {
    Put(request, *out.add_requests());
  }
  for (const Stop& stop : d.stops) {
    stored::Stop& kept = *out.add_stops();
    kept.set_from(Micros(stop.from));
    Set(kept, &stored::Stop::set_to, stop.to);
  }
  return out.SerializeAsString();
}

absl::StatusOr<Dossier> FromDocument(const std::string& document) {
  stored::Dossier in;
  const bool readable = in.ParseFromString(document);
  const absl::StatusOr<dossier::NationalState> state = dossier::NationalStateFromNumber(in.state());
  if (!readable || !state.ok()) {
    return Error(absl::StatusCode::kInternal, "DATA_CORRUPT", "a stored dossier can't be read");
  }
  Dossier d;
  d.id = in.id();
  d.code = in.code();
  d.lookup_key = in.lookup_key();
  d.procedure_code = in.procedure_code();
  d.procedure_version = in.procedure_version();
  d.workflow_id = in.workflow_id();
  d.workflow_version = in.workflow_version();
  d.rule_set = in.rule_set();
  d.channel = in.channel();
  d.receiving_agency = in.receiving_agency();
  d.handling_agency = in.handling_agency();
  d.received_at = At(in.received_at());
  d.fee_after_acceptance_vnd = in.fee_after_acceptance_vnd();
  d.intake_sequence = in.intake_sequence();
  d.sequence = in.sequence();
  d.revision = in.revision();
  d.last_occurred_at = At(in.last_occurred_at());
  d.state = *state;
  d.due_at = Get(in.has_due_at(), in.due_at());
  d.paused = in.paused();
  d.calendar_version = in.calendar_version();
  d.end_reason = static_cast<EndReason>(in.end_reason());
  d.ended_at = Get(in.has_ended_at(), in.ended_at());
  d.finished_at = Get(in.has_finished_at(), in.finished_at());
  d.handed_over_at = Get(in.has_handed_over_at(), in.handed_over_at());
  d.result_place = static_cast<ResultPlace>(in.result_place());
  d.result_number = in.result_number();
  d.result_agency = in.result_agency();
  d.fee_paid_vnd = in.fee_paid_vnd();
  if (in.has_extension()) {
    d.extension =
        calendar::Extension{.value = in.extension().value(),
                            .unit = static_cast<calendar::LimitUnit>(in.extension().unit())};
  }
  d.extensions = in.extensions();
  for (const stored::Task& task : in.tasks()) {
    d.tasks.push_back(Take(task));
  }
  for (const stored::Request& request : in.requests()) {
    d.requests.push_back(Take(request));
  }
  for (const stored::Stop& stop : in.stops()) {
    d.stops.push_back({.from = At(stop.from()), .to = Get(stop.has_to(), stop.to())});
  }
  return d;
}

}  // namespace motcua::processing
