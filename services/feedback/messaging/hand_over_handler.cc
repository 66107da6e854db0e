#include "messaging/hand_over_handler.h"

#include "motcua/processing/events/v1/dossier_events.pb.h"

#include "motcua/base/error.h"
#include "motcua/base/failpoint.h"
#include "motcua/wire/time.h"

#include "store/sql.h"

namespace motcua::feedback {
namespace {

using processing::events::v1::ResultHandedOver;

}  // namespace

bool HandOverHandler::Handles(const std::string& type) const {
  // All types of this package known to this build; newer ones are skipped and counted (design rule
  // 5).
  return type.starts_with("motcua.processing.events.v1.") &&
         google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(type) != nullptr;
}

absl::Status HandOverHandler::Apply(const CallContext& /*call*/, db::Transaction& transaction,
                                    const outbox::Event& event) {
  if (event.type != ResultHandedOver::descriptor()->full_name()) {
    return absl::OkStatus();
  }
  ResultHandedOver message;
  if (!message.ParseFromString(event.payload)) {
    return Error(absl::StatusCode::kInvalidArgument, "EVENT_UNREADABLE",
                 "the payload is not a ResultHandedOver");
  }
  const type::v1::DossierFacts& facts = message.facts();
  if (facts.dossier_id() != event.key || facts.lookup_key().empty() || !facts.has_occurred_at()) {
    return Error(absl::StatusCode::kInvalidArgument, "EVENT_CONTRADICTS_ENVELOPE",
                 "the payload is incomplete or names another dossier than the envelope");
  }
  transaction.Write({sql::kInsertHandedOver, db::Params()
                                                 .Text(facts.dossier_id())
                                                 .Text(facts.code())
                                                 .Text(facts.lookup_key())
                                                 .Text(facts.handling_agency())
                                                 .Text(facts.procedure_code())
                                                 .Time(wire::ToInstant(facts.occurred_at()))});
  MOTCUA_FAILPOINT("feedback.before_handed_over");
  return absl::OkStatus();
}

}  // namespace motcua::feedback
