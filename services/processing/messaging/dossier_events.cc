#include "messaging/dossier_events.h"

#include "motcua/processing/events/v1/dossier_events.pb.h"
#include "motcua/type/v1/dossier.pb.h"

#include "motcua/wire/time.h"

namespace motcua::processing {
namespace {

namespace events = motcua::processing::events::v1;

/// Serializes `message` into the event under its full proto name.
template <typename Message>
void Fix(outbox::Event& event, const type::v1::DossierFacts& facts, Message message) {
  *message.mutable_facts() = facts;
  event.type = Message::descriptor()->full_name();
  message.SerializeToString(&event.payload);
}

/// Only for messages without further fields.
template <typename Message>
void FixFacts(outbox::Event& event, const type::v1::DossierFacts& facts) {
  Fix(event, facts, Message());
}

void FixForwarded(outbox::Event& event, const type::v1::DossierFacts& facts, const Occurrence& o) {
  events::DossierForwarded message;
  message.set_task_id(o.task_id);
  message.set_from_agency(o.from_agency);
  message.mutable_to_agencies()->Add(o.to_agencies.begin(), o.to_agencies.end());
  Fix(event, facts, std::move(message));
}

void FixTransferred(outbox::Event& event, const type::v1::DossierFacts& facts,
                    const Occurrence& o) {
  events::TaskTransferred message;
  message.set_task_id(o.task_id);
  message.set_from_agency(o.from_agency);
  message.set_to_agency(o.to_agencies.front());
  Fix(event, facts, std::move(message));
}

void FixSupplementRequested(outbox::Event& event, const type::v1::DossierFacts& facts,
                            const Occurrence& o) {
  events::SupplementRequested message;
  message.set_request_id(o.request_id);
  message.set_task_id(o.task_id);
  message.mutable_items_vi()->Add(o.items_vi.begin(), o.items_vi.end());
  wire::SetTime(o.answer_due_at, message, &events::SupplementRequested::mutable_answer_due_at);
  Fix(event, facts, std::move(message));
}

void FixPaymentRequested(outbox::Event& event, const type::v1::DossierFacts& facts,
                         const Occurrence& o) {
  events::PaymentRequested message;
  message.set_request_id(o.request_id);
  message.set_task_id(o.task_id);
  message.set_amount_vnd(o.amount_vnd);
  wire::SetTime(o.answer_due_at, message, &events::PaymentRequested::mutable_answer_due_at);
  Fix(event, facts, std::move(message));
}

void FixPaymentConfirmed(outbox::Event& event, const type::v1::DossierFacts& facts,
                         const Occurrence& o) {
  events::PaymentConfirmed message;
  message.set_request_id(o.request_id);
  message.set_amount_vnd(o.amount_vnd);
  message.set_payment_reference(o.payment_reference);
  Fix(event, facts, std::move(message));
}

void FixDueDateExtended(outbox::Event& event, const type::v1::DossierFacts& facts,
                        const Decision& decision) {
  events::DueDateExtended message;
  message.set_document_number(decision.occurrence->document_number);
  wire::SetTime(decision.deadline->due_before, message,
                &events::DueDateExtended::mutable_due_before);
  Fix(event, facts, std::move(message));
}

void FixDueDateRecomputed(outbox::Event& event, const type::v1::DossierFacts& facts,
                          const Decision& decision) {
  events::DueDateRecomputed message;
  message.set_calendar_version_before(decision.occurrence->calendar_version_before);
  message.set_calendar_version_after(decision.deadline->calendar_version);
  wire::SetTime(decision.deadline->due_before, message,
                &events::DueDateRecomputed::mutable_due_before);
  Fix(event, facts, std::move(message));
}

template <typename Message>
void FixWithRequest(outbox::Event& event, const type::v1::DossierFacts& facts,
                    const Occurrence& o) {
  Message message;
  message.set_request_id(o.request_id);
  Fix(event, facts, std::move(message));
}

void FixPayload(outbox::Event& event, const type::v1::DossierFacts& facts,
                const Decision& decision) {
  const Occurrence& o = *decision.occurrence;
  switch (o.type) {
    case EventType::kForwarded:
      return FixForwarded(event, facts, o);
    case EventType::kTransferred:
      return FixTransferred(event, facts, o);
    case EventType::kRecalled: {
      events::DossierRecalled message;
      message.set_task_id(o.task_id);
      return Fix(event, facts, std::move(message));
    }
    case EventType::kSupplementRequested:
      return FixSupplementRequested(event, facts, o);
    case EventType::kSupplementSent:
      return FixWithRequest<events::SupplementSent>(event, facts, o);
    case EventType::kSupplementConfirmed:
      return FixWithRequest<events::SupplementConfirmed>(event, facts, o);
    case EventType::kPaymentRequested:
      return FixPaymentRequested(event, facts, o);
    case EventType::kPaymentConfirmed:
      return FixPaymentConfirmed(event, facts, o);
    case EventType::kStopped:
      return FixFacts<events::DossierStopped>(event, facts);
    case EventType::kResumed:
      return FixFacts<events::DossierResumed>(event, facts);
    case EventType::kWithdrawn:
      return FixFacts<events::DossierWithdrawn>(event, facts);
    case EventType::kReturned:
      return FixFacts<events::DossierReturned>(event, facts);
    case EventType::kFinished: {
      events::DossierFinished message;
      message.set_result_number(o.result_number);
      return Fix(event, facts, std::move(message));
    }
    case EventType::kResultTransferred:
      return FixFacts<events::ResultTransferred>(event, facts);
    case EventType::kResultConfirmed:
      return FixFacts<events::ResultConfirmed>(event, facts);
    case EventType::kHandedOver:
      return FixFacts<events::ResultHandedOver>(event, facts);
    case EventType::kDueDateExtended:
      return FixDueDateExtended(event, facts, decision);
    case EventType::kDueDateRecomputed:
      return FixDueDateRecomputed(event, facts, decision);
  }
}

type::v1::DossierFacts MakeFacts(const Dossier& d, dossier::NationalState previous_state,
                                 const command::Header& header, int epoch) {
  const Actor& actor = header.actor;
  type::v1::DossierFacts facts;
  facts.set_dossier_id(d.id);
  facts.set_code(d.code);
  facts.set_lookup_key(d.lookup_key);
  facts.set_epoch(epoch);
  facts.set_sequence(d.sequence);
  facts.set_intake_sequence(d.intake_sequence);
  facts.set_revision(d.revision);
  *facts.mutable_occurred_at() = wire::ToProto(d.last_occurred_at);
  facts.set_state(static_cast<type::v1::DossierState>(dossier::WireNumber(d.state)));
  facts.set_previous_state(
      static_cast<type::v1::DossierState>(dossier::WireNumber(previous_state)));
  facts.mutable_actor()->set_kind(static_cast<type::v1::ActorKind>(actor.kind));
  facts.mutable_actor()->set_id(actor.id);
  facts.mutable_actor()->set_agency(actor.agency);
  facts.set_reason(header.reason);
  facts.set_legal_ground(header.legal_ground);
  facts.set_end_reason(static_cast<type::v1::EndReason>(d.end_reason));
  facts.set_channel(static_cast<type::v1::Channel>(d.channel));
  facts.set_procedure_code(d.procedure_code);
  facts.set_procedure_version(d.procedure_version);
  facts.set_receiving_agency(d.receiving_agency);
  facts.set_handling_agency(d.handling_agency);
  if (const Task* const task = d.current_task(); task != nullptr) {
    facts.set_current_agency(task->agency);
    facts.set_step_id(task->step_id);
    facts.set_step_name_vi(task->step_name_vi);
  }
  *facts.mutable_received_at() = wire::ToProto(d.received_at);
  wire::SetTime(d.due_at, facts, &type::v1::DossierFacts::mutable_due_at);
  facts.set_paused(d.paused);
  return facts;
}

}  // namespace

std::optional<outbox::Event> MakeEvent(const command::Change<DossierModel>& change, int epoch) {
  if (!change.decision.occurrence.has_value()) {
    return std::nullopt;
  }
  const Dossier& after = change.after;
  outbox::Event event;
  event.event_id = change.event_id;
  event.stream = "dossier";
  event.key = after.id;
  event.epoch = epoch;
  event.sequence = after.sequence;
  event.builds_on = after.intake_sequence;
  event.occurred_at = after.last_occurred_at;
  event.traceparent = change.command->call.traceparent;
  FixPayload(event, MakeFacts(after, change.before->state, change.command->header, epoch),
             change.decision);
  return event;
}

}  // namespace motcua::processing
