#include "messaging/catalogue_handler.h"

#include <algorithm>

#include "motcua/intake/events/v1/catalogue_events.pb.h"

#include "motcua/base/error.h"

namespace motcua::reporting {
namespace {

namespace events = motcua::intake::events::v1;

constexpr db::Statement kUpsertAgency{
    "upsert_agency",
    "INSERT INTO agencies AS a (code, sequence, name_vi) VALUES ($1, $2, $3)"
    " ON CONFLICT (code) DO UPDATE SET sequence = $2, name_vi = $3 WHERE a.sequence < $2"};
constexpr db::Statement kUpsertProcedure{
    "upsert_procedure",
    "INSERT INTO procedures AS p (code, version, sequence, name_vi, field_code, field_vi,"
    " valid_from, valid_to, complete) VALUES ($1, $2, $3, $4, $5, $6, $7::date, $8::date, $9)"
    " ON CONFLICT (code, version) DO UPDATE SET sequence = $3, name_vi = $4, field_code = $5,"
    " field_vi = $6, valid_from = $7::date, valid_to = $8::date, complete = $9"
    " WHERE p.sequence < $3"};

absl::Status Unreadable() {
  return Error(absl::StatusCode::kInvalidArgument, "EVENT_UNREADABLE",
               "the payload is not of its type");
}

/// A field without a code of its own (the catalogue may know names only) is known by its name.
const std::string& FieldOf(const catalogue::v1::Procedure& procedure) {
  return procedure.field_code().empty() ? procedure.field_vi() : procedure.field_code();
}

bool HasName(const catalogue::v1::Part& part) {
  return !part.name_vi().empty();
}

}  // namespace

bool IsPublishedWhole(const catalogue::v1::Procedure& procedure) {
  const bool handled =
      procedure.handling_levels_size() > 0 || procedure.handling_agencies_size() > 0;
  // No fee line is not "free": that is a line too (FEE_TIMING_FREE), or a fee of 0 dong.
  return !procedure.name_vi().empty() && !FieldOf(procedure).empty() &&
         procedure.parts_size() > 0 && std::ranges::all_of(procedure.parts(), HasName) &&
         procedure.fees_size() > 0 && procedure.limits_size() > 0 && handled &&
         procedure.legal_basis_size() > 0;
}

bool CatalogueHandler::Handles(const std::string& type) const {
  return type == events::AgencyPublished::descriptor()->full_name() ||
         type == events::ProcedurePublished::descriptor()->full_name() ||
         type == events::RuleSetPublished::descriptor()->full_name();
}

absl::Status CatalogueHandler::Apply(const CallContext& /*call*/, db::Transaction& transaction,
                                     const outbox::Event& event) {
  if (event.type == events::AgencyPublished::descriptor()->full_name()) {
    events::AgencyPublished message;
    if (!message.ParseFromString(event.payload)) {
      return Unreadable();
    }
    transaction.Write({kUpsertAgency, db::Params()
                                          .Text(message.agency().code())
                                          .Int(event.sequence)
                                          .Text(message.agency().name_vi())});
  } else if (event.type == events::ProcedurePublished::descriptor()->full_name()) {
    events::ProcedurePublished message;
    if (!message.ParseFromString(event.payload)) {
      return Unreadable();
    }
    const catalogue::v1::Procedure& procedure = message.procedure();
    transaction.Write({kUpsertProcedure, db::Params()
                                             .Text(procedure.code())
                                             .Int(procedure.version())
                                             .Int(event.sequence)
                                             .Text(procedure.name_vi())
                                             .Text(FieldOf(procedure))
                                             .Text(procedure.field_vi())
                                             .TextOrNull(procedure.valid_from())
                                             .TextOrNull(procedure.valid_to())
                                             .Bool(IsPublishedWhole(procedure))});
  }
  return absl::OkStatus();  // rule sets are no matter of reports
}

}  // namespace motcua::reporting
