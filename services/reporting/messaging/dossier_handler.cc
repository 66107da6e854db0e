#include "messaging/dossier_handler.h"

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
  CounterSums sums;
  for (const outbox::Event* event : events) {
    MOTCUA_ASSIGN_OR_RETURN(const type::v1::DossierFacts facts, FactsOf(*event));
    MOTCUA_ASSIGN_OR_RETURN(const Happening happening, ToHappening(facts));
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
  SaveDossiers(transaction, locked.generation, rows, sums, events.size());
  return absl::OkStatus();
}

}  // namespace motcua::reporting
