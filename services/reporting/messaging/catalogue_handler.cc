#include "messaging/catalogue_handler.h"

#include <algorithm>

#include "motcua/intake/events/v1/catalogue_events.pb.h"

#include "motcua/catalogue/fact_table.h"

namespace motcua::reporting {
namespace {

using intake::events::v1::AgencyPublished;
using intake::events::v1::ProcedurePublished;

struct Agency : catalogue::Fact {
  std::string name_vi;
};

const db::Table<Agency>& Agencies() {
  static const db::Table<Agency> kAgencies =
      catalogue::FactTable<Agency>("agencies", "code", {db::Field("name_vi", &Agency::name_vi)});
  return kAgencies;
}

struct Procedure : catalogue::Fact {
  int version = 0;
  std::string name_vi;
  std::string field_code;
  std::string field_vi;
  std::string valid_from;
  std::string valid_to;
  bool complete = false;
};

const db::Table<Procedure>& Procedures() {
  static const db::Table<Procedure> kProcedures = catalogue::FactTable<Procedure>(
      "procedures", "code",
      {db::Key(db::Field("version", &Procedure::version)),
       db::Field("name_vi", &Procedure::name_vi), db::Field("field_code", &Procedure::field_code),
       db::Field("field_vi", &Procedure::field_vi), db::Field("valid_from", &Procedure::valid_from),
       db::Field("valid_to", &Procedure::valid_to), db::Field("complete", &Procedure::complete)});
  return kProcedures;
}

/// A field without a code (the catalogue may have only names) is identified by its name.
const std::string& FieldOf(const catalogue::v1::Procedure& procedure) {
  return procedure.field_code().empty() ? procedure.field_vi() : procedure.field_code();
}

bool HasName(const catalogue::v1::Part& part) {
  return !part.name_vi().empty();
}

Procedure RowOf(const ProcedurePublished& message) {
  const catalogue::v1::Procedure& procedure = message.procedure();
  Procedure row;
  row.key = procedure.code();
  row.version = procedure.version();
  row.name_vi = procedure.name_vi();
  row.field_code = FieldOf(procedure);
  row.field_vi = procedure.field_vi();
  row.valid_from = procedure.valid_from();
  row.valid_to = procedure.valid_to();
  row.complete = IsPublishedWhole(procedure);
  return row;
}

}  // namespace

bool IsPublishedWhole(const catalogue::v1::Procedure& procedure) {
  const bool handled =
      procedure.handling_levels_size() > 0 || procedure.handling_agencies_size() > 0;
  // Without a fee line the fee is unknown; a free procedure has a line too (FEE_TIMING_FREE, or 0).
  return !procedure.name_vi().empty() && !FieldOf(procedure).empty() &&
         procedure.parts_size() > 0 && std::ranges::all_of(procedure.parts(), HasName) &&
         procedure.fees_size() > 0 && procedure.limits_size() > 0 && handled &&
         procedure.legal_basis_size() > 0;
}

catalogue::FactHandler MakeCatalogueHandler() {
  return catalogue::FactHandler(
      {catalogue::Take<AgencyPublished>(
           Agencies(),
           [](const AgencyPublished& message) {
             return Agency{{.key = message.agency().code()}, message.agency().name_vi()};
           }),
       catalogue::Take<ProcedurePublished>(Procedures(), RowOf)});
}

}  // namespace motcua::reporting
