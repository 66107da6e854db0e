#include "messaging/dossier_events.h"

#include <type_traits>

#include "motcua/intake/events/v1/dossier_events.pb.h"

#include "motcua/base/check.h"
#include "motcua/wire/time.h"

#include "store/catalogue_document.h"

namespace motcua::intake {
namespace {

namespace published = motcua::intake::events::v1;
namespace type = motcua::type::v1;

using Change = command::Change<DossierModel>;

type::DossierState ToState(NationalState state) {
  return static_cast<type::DossierState>(dossier::WireNumber(state));
}

void SetFacts(const Change& change, int epoch, type::DossierFacts& facts) {
  const Dossier& dossier = change.after;
  const command::Header& header = change.command->header;
  facts.set_dossier_id(dossier.id);
  facts.set_code(dossier.code);
  facts.set_lookup_key(dossier.lookup_key);
  facts.set_epoch(epoch);
  facts.set_sequence(dossier.sequence);
  facts.set_revision(dossier.revision);
  *facts.mutable_occurred_at() = wire::ToProto(dossier.last_occurred_at);
  facts.set_state(ToState(dossier.state));
  if (change.before.has_value()) {
    facts.set_previous_state(ToState(change.before->state));
  }
  facts.mutable_actor()->set_kind(static_cast<type::ActorKind>(header.actor.kind));
  facts.mutable_actor()->set_id(header.actor.id);
  facts.mutable_actor()->set_agency(header.actor.agency);
  facts.set_reason(header.reason);
  facts.set_legal_ground(header.legal_ground);
  facts.set_end_reason(static_cast<type::EndReason>(dossier.end_reason));
  facts.set_channel(static_cast<type::Channel>(dossier.channel));
  facts.set_procedure_code(dossier.content.procedure_code);
  facts.set_procedure_version(dossier.procedure_version);
  facts.set_receiving_agency(dossier.content.receiving_agency);
  facts.set_handling_agency(dossier.content.handling_agency);
  // Until processing opens its first task, the counter must act.
  facts.set_current_agency(dossier.content.receiving_agency);
  wire::SetTime(dossier.received_at, facts, &type::DossierFacts::mutable_received_at);
  wire::SetTime(dossier.due_at, facts, &type::DossierFacts::mutable_due_at);
  facts.set_paused(dossier::IsPaused(dossier.state));
}

published::DossierFiled ToMessage(const DossierFiled& /*body*/, const Dossier& dossier) {
  published::DossierFiled message;
  wire::SetTime(dossier.acceptance_due_at, message,
                &published::DossierFiled::mutable_acceptance_due_at);
  return message;
}

published::SupplementRequested ToMessage(const SupplementRequested& body, const Dossier& dossier) {
  published::SupplementRequested message;
  message.mutable_items_vi()->Assign(body.items_vi.begin(), body.items_vi.end());
  wire::SetTime(dossier.request_due_at, message,
                &published::SupplementRequested::mutable_request_due_at);
  return message;
}

published::SupplementSent ToMessage(const SupplementSent& /*body*/, const Dossier& /*dossier*/) {
  return {};
}

published::PaymentRequested ToMessage(const PaymentRequested& /*body*/, const Dossier& dossier) {
  published::PaymentRequested message;
  message.set_amount_vnd(dossier.fee_vnd);
  wire::SetTime(dossier.request_due_at, message,
                &published::PaymentRequested::mutable_request_due_at);
  return message;
}

published::PaymentConfirmed ToMessage(const PaymentConfirmed& body, const Dossier& /*dossier*/) {
  published::PaymentConfirmed message;
  message.set_amount_vnd(body.amount_vnd);
  message.set_payment_reference(body.payment_reference);
  return message;
}

published::DossierNotAccepted ToMessage(const DossierNotAccepted& /*body*/,
                                        const Dossier& /*dossier*/) {
  return {};
}

published::DossierWithdrawn ToMessage(const DossierWithdrawn& /*body*/,
                                      const Dossier& /*dossier*/) {
  return {};
}

published::AcceptanceDelayed ToMessage(const AcceptanceDelayed& body, const Dossier& /*dossier*/) {
  published::AcceptanceDelayed message;
  message.set_overdue(body.overdue);
  return message;
}

published::DossierAccepted ToMessage(const DossierAccepted& body, const Dossier& dossier) {
  const Acceptance& acceptance = body.acceptance;
  published::DossierAccepted message;
  message.set_rule_set(dossier.rule_set);
  message.set_workflow_id(acceptance.workflow_id);
  message.set_workflow_version(acceptance.workflow_version);
  message.set_calendar_version(acceptance.calendar_version);
  *message.mutable_limit() = ToDocument(acceptance.limit);
  message.set_fee_after_acceptance_vnd(acceptance.fee_after_vnd);
  return message;
}

}  // namespace

outbox::Event MakeDossierEvent(const Change& change, int epoch) {
  outbox::Event event{.event_id = change.event_id,
                      .stream = "dossier",
                      .key = change.after.id,
                      .epoch = epoch,
                      .sequence = change.after.sequence,
                      .occurred_at = change.after.last_occurred_at,
                      .traceparent = change.command->call.traceparent};
  std::visit(
      [&](const auto& body) {
        auto message = ToMessage(body, change.after);
        SetFacts(change, epoch, *message.mutable_facts());
        event.type = message.GetDescriptor()->full_name();
        MOTCUA_CHECK(message.SerializeToString(&event.payload));
      },
      change.decision.event);
  return event;
}

}  // namespace motcua::intake
