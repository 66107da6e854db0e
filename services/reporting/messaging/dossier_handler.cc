#include "messaging/dossier_handler.h"

#include <functional>
#include <optional>
#include <utility>

#include "motcua/intake/events/v1/dossier_events.pb.h"
#include "motcua/processing/events/v1/dossier_events.pb.h"
#include "motcua/type/v1/dossier.pb.h"

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/wire/time.h"

#include "store/counting.h"

namespace motcua::reporting {
namespace {

std::optional<Instant> TimeOf(bool present, const google::protobuf::Timestamp& time) {
  return present ? std::optional(wire::ToInstant(time)) : std::nullopt;
}

absl::StatusOr<Happening> ToHappening(const type::v1::DossierFacts& facts) {
  Happening happening;
  MOTCUA_ASSIGN_OR_RETURN(happening.state, dossier::NationalStateFromNumber(facts.state()));
  happening.occurred_at = wire::ToInstant(facts.occurred_at());
  happening.received_at = TimeOf(facts.has_received_at(), facts.received_at());
  happening.due_at = TimeOf(facts.has_due_at(), facts.due_at());
  happening.channel = facts.channel();
  happening.agency = facts.handling_agency();
  happening.procedure = facts.procedure_code();
  happening.procedure_version = facts.procedure_version();
  if (const std::string_view fault = FaultOf(happening); !fault.empty()) {
    return Error(absl::StatusCode::kInvalidArgument, "EVENT_INCOMPLETE", fault);
  }
  return happening;
}

absl::StatusOr<type::v1::DossierFacts> FactsOf(const outbox::Event& event) {
  type::v1::DossierEventHead head;
  if (!head.ParseFromString(event.payload)) {
    return Error(absl::StatusCode::kInvalidArgument, "EVENT_UNREADABLE",
                 "the payload has no facts of a dossier");
  }
  if (head.facts().dossier_id() != event.key || head.facts().sequence() != event.sequence) {
    return Error(absl::StatusCode::kInvalidArgument, "EVENT_CONTRADICTS_ENVELOPE",
                 "key or sequence differ between envelope and payload");
  }
  return std::move(*head.mutable_facts());
}

template <typename Message>
absl::StatusOr<Payment> ReadPayment(const outbox::Event& event, const type::v1::DossierFacts& facts,
                                    const std::function<std::string(const Message&)>& debt) {
  Message message;
  if (!message.ParseFromString(event.payload)) {
    return Error(absl::StatusCode::kInvalidArgument, "EVENT_UNREADABLE",
                 "the payload is not a PaymentConfirmed");
  }
  return Payment{.dossier_id = facts.dossier_id(),
                 .debt = debt(message),
                 .code = facts.code(),
                 .agency = facts.handling_agency(),
                 .amount_vnd = message.amount_vnd(),
                 .reference = message.payment_reference(),
                 .confirmed_at = wire::ToInstant(facts.occurred_at())};
}

/// The payment that the event confirms; none for an event of another type.
absl::StatusOr<std::optional<Payment>> PaymentOf(const outbox::Event& event,
                                                 const type::v1::DossierFacts& facts) {
  using Before = intake::events::v1::PaymentConfirmed;
  using After = processing::events::v1::PaymentConfirmed;
  if (event.type == Before::descriptor()->full_name()) {
    return ReadPayment<Before>(event, facts, [](const Before&) { return DebtBeforeAcceptance(); });
  }
  if (event.type == After::descriptor()->full_name()) {
    return ReadPayment<After>(event, facts, [](const After& message) {
      return DebtAfterAcceptance(message.request_id());
    });
  }
  return std::nullopt;
}

}  // namespace

bool DossierHandler::Handles(const std::string& type) const {
  return type.starts_with("motcua.intake.events.v1.") ||
         type.starts_with("motcua.processing.events.v1.");
}

absl::Status DossierHandler::Apply(const CallContext& call, db::Transaction& transaction,
                                   const outbox::Event& event) {
  return ApplyAll(call, transaction, {&event});
}

absl::Status DossierHandler::ApplyAll(const CallContext& /*call*/, db::Transaction& transaction,
                                      const std::vector<const outbox::Event*>& events) {
  std::vector<std::string> ids;
  for (const outbox::Event* event : events) {
    if (ids.empty() || ids.back() != event->key) {  // in order of keys
      ids.push_back(event->key);
    }
  }
  MOTCUA_ASSIGN_OR_RETURN(LockedDossiers locked, LockDossiers(transaction, slot_, ids));
  std::vector<DossierRow> rows;
  std::vector<Payment> payments;
  CounterSums sums;
  for (const outbox::Event* event : events) {
    MOTCUA_ASSIGN_OR_RETURN(const type::v1::DossierFacts facts, FactsOf(*event));
    MOTCUA_ASSIGN_OR_RETURN(const Happening happening, ToHappening(facts));
    MOTCUA_ASSIGN_OR_RETURN(std::optional<Payment> payment, PaymentOf(*event, facts));
    if (payment.has_value() && !ReferenceKey(payment->reference).empty()) {
      payments.push_back(*std::move(payment));
    }
    CountedDossier& dossier = locked.dossiers[event->key];
    const std::vector<DayChange> changes = Count(dossier, happening);
    AddTo(sums, dossier, changes);
    if (rows.empty() || rows.back().dossier_id != event->key) {
      rows.push_back({.generation = locked.generation, .dossier_id = event->key});
    }
    DossierRow& row = rows.back();
    row.counted = dossier;
    row.code = facts.code();
    row.received_at = happening.received_at;
    row.due_at = happening.due_at;
    row.current_agency = facts.current_agency();
    row.step_name_vi = facts.step_name_vi();
  }
  SaveDossiers(transaction, locked.generation, rows, payments, sums, events.size());
  return absl::OkStatus();
}

}  // namespace motcua::reporting
