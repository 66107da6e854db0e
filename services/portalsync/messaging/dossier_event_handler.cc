#include "messaging/dossier_event_handler.h"

#include "motcua/type/v1/dossier.pb.h"

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/dossier/dossier_state.h"
#include "motcua/wire/time.h"

#include "store/event_rows.h"
#include "store/shard.h"
#include "store/sql.h"

namespace motcua::portalsync {
namespace {

using type::v1::DossierFacts;

std::optional<Instant> ToOptional(bool present, const google::protobuf::Timestamp& time) {
  return present ? std::optional(wire::ToInstant(time)) : std::nullopt;
}

bool IsKnown(const std::string& type) {
  return google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(type) != nullptr;
}

absl::Status Check(const DossierFacts& facts, const outbox::Event& event) {
  if (facts.dossier_id() != event.key || facts.sequence() != event.sequence) {
    return Error(absl::StatusCode::kInvalidArgument, "EVENT_CONTRADICTS_ENVELOPE",
                 "key or sequence differ between envelope and payload");
  }
  return dossier::NationalStateFromNumber(facts.state()).status();
}

TakenEvent ToTaken(const std::string& source, const outbox::Event& event,
                   const DossierFacts& facts) {
  const bool by_officer = facts.actor().kind() == type::v1::ACTOR_KIND_OFFICER;
  return {.event = {.event_id = event.event_id,
                    .kind = event.type.substr(event.type.rfind('.') + 1),
                    .state = static_cast<NationalState>(facts.state()),
                    .occurred_at = wire::ToInstant(facts.occurred_at()),
                    .received_at = ToOptional(facts.has_received_at(), facts.received_at()),
                    .due_at = ToOptional(facts.has_due_at(), facts.due_at()),
                    .actor = static_cast<ActorKind>(facts.actor().kind()),
                    // A citizen's account is not sent to the portal.
                    .officer = by_officer ? facts.actor().id() : "",
                    .handling_agency = facts.handling_agency(),
                    .current_agency = facts.current_agency(),
                    .step_vi = facts.step_name_vi()},
          .dossier_id = facts.dossier_id(),
          .source = source,
          .epoch = event.epoch,
          .sequence = event.sequence,
          .builds_on = facts.intake_sequence(),
          .previous_state = facts.previous_state()};
}

}  // namespace

bool DossierEventHandler::Handles(const std::string& type) const {
  return type.starts_with("motcua." + source_ + ".events.v1.");
}

absl::Status DossierEventHandler::Apply(const CallContext& /*call*/, db::Transaction& transaction,
                                        const outbox::Event& event) {
  const bool from_intake = source_ == "intake";
  type::v1::DossierEventHead head;
  const bool readable =
      head.ParseFromString(event.payload) && head.has_facts() && !head.facts().dossier_id().empty();
  if (!readable && IsKnown(event.type)) {
    return Error(absl::StatusCode::kInvalidArgument, "EVENT_UNREADABLE",
                 "the payload has no facts of a dossier");
  }
  if (readable) {
    const DossierFacts& facts = head.facts();
    MOTCUA_RETURN_IF_ERROR(Check(facts, event));
    transaction.Write({sql::kUpsertDossier, db::Params()
                                                .Text(facts.dossier_id())
                                                .Text(facts.code())
                                                .Text(facts.lookup_key())
                                                .Int(ShardOf(facts.dossier_id()))
                                                .Int(from_intake ? event.sequence : 0)});
    InsertEvent(transaction, ToTaken(source_, event, facts));
  } else {
    transaction.Write({sql::kRaiseIntakeSequence,
                       db::Params().Text(event.key).Int(from_intake ? event.sequence : 0)});
  }
  transaction.Write({sql::kPlaceEvents, db::Params().Text(event.key)});
  transaction.Write({sql::kWakeDossier, db::Params().Text(event.key).Time(machine_.Now())});
  return absl::OkStatus();
}

}  // namespace motcua::portalsync
