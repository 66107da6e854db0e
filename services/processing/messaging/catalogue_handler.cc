#include "messaging/catalogue_handler.h"

#include "motcua/intake/events/v1/catalogue_events.pb.h"

#include "motcua/base/error.h"

#include "store/sql.h"

namespace motcua::processing {
namespace {

namespace events = motcua::intake::events::v1;

absl::Status Unreadable() {
  return Error(absl::StatusCode::kInvalidArgument, "EVENT_UNREADABLE",
               "the payload is not of its type");
}

}  // namespace

bool CatalogueHandler::Handles(const std::string& type) const {
  // Procedures are intake's own business: everything processing needs of one stands in
  // DossierAccepted.
  return type == events::AgencyPublished::descriptor()->full_name() ||
         type == events::RuleSetPublished::descriptor()->full_name() ||
         type == events::ProcedurePublished::descriptor()->full_name();
}

absl::Status CatalogueHandler::Apply(const CallContext& /*call*/, db::Transaction& transaction,
                                     const outbox::Event& event) {
  if (event.type == events::AgencyPublished::descriptor()->full_name()) {
    events::AgencyPublished message;
    if (!message.ParseFromString(event.payload)) {
      return Unreadable();
    }
    transaction.Write({sql::kUpsertAgency, db::Params()
                                               .Text(message.agency().code())
                                               .Int(event.sequence)
                                               .TextOrNull(message.agency().valid_from())
                                               .TextOrNull(message.agency().valid_to())});
  } else if (event.type == events::RuleSetPublished::descriptor()->full_name()) {
    events::RuleSetPublished message;
    if (!message.ParseFromString(event.payload)) {
      return Unreadable();
    }
    transaction.Write({sql::kUpsertRuleSet, db::Params()
                                                .Text(message.rule_set().id())
                                                .Int(event.sequence)
                                                .Bytes(message.rule_set().SerializeAsString())});
  }
  return absl::OkStatus();
}

}  // namespace motcua::processing
