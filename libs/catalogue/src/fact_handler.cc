#include "motcua/catalogue/fact_handler.h"

#include <algorithm>

#include "motcua/intake/events/v1/catalogue_events.pb.h"

#include "motcua/base/error.h"

namespace motcua::catalogue {

absl::Status EventUnreadable() {
  return Error(absl::StatusCode::kInvalidArgument, "EVENT_UNREADABLE",
               "the payload does not match the event's type, or its key is empty");
}

bool FactHandler::Handles(const std::string& type) const {
  // One topic has these three, and most services want one or two of them.
  namespace events = motcua::intake::events::v1;
  return type == events::AgencyPublished::descriptor()->full_name() ||
         type == events::RuleSetPublished::descriptor()->full_name() ||
         type == events::ProcedurePublished::descriptor()->full_name() ||
         std::ranges::find(projections_, type, &Projection::type) != projections_.end();
}

absl::Status FactHandler::Apply(const CallContext& /*call*/, db::Transaction& transaction,
                                const outbox::Event& event) {
  const auto found = std::ranges::find(projections_, event.type, &Projection::type);
  if (found == projections_.end()) {
    return absl::OkStatus();
  }
  MOTCUA_ASSIGN_OR_RETURN(db::Query row, found->write(event));
  transaction.Write(std::move(row));
  if (then_.has_value()) {
    transaction.Write({*then_, db::Params()});
  }
  return absl::OkStatus();
}

}  // namespace motcua::catalogue
