#include "store/rules_cache.h"

#include "motcua/base/status_macros.h"
#include "motcua/catalogue/facts.h"

#include "store/rules_document.h"
#include "store/sql.h"

namespace motcua::feedback {

absl::StatusOr<std::shared_ptr<const Rules>> ReadRules(const RulesCache::Execute& execute) {
  static const db::MadeStatement kReadAgencies = catalogue::Agencies().Select("read_agencies", "");
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<db::Result> results,
                          execute({{kReadAgencies, db::Params()},
                                   {sql::kReadPetitionRules, db::Params()},
                                   catalogue::NewestCalendarQuery()}));
  std::vector<Agency> agencies;
  for (catalogue::Agency& agency : catalogue::Agencies().ReadAll(results[0])) {
    agencies.push_back({.code = std::move(agency.key),
                        .valid_from = std::move(agency.valid_from),
                        .valid_to = std::move(agency.valid_to)});
  }
  std::vector<PetitionRules> versions;
  for (const db::Row row : results[1]) {
    v1::PetitionRules document;
    auto rules = document.ParseFromString(row.Bytes("document"))
                     ? ToRules(document)
                     : absl::StatusOr<PetitionRules>(absl::InternalError(""));
    if (!rules.ok()) {
      return Error(absl::StatusCode::kInternal, "RULES_UNREADABLE", "stored rules cannot be read");
    }
    versions.push_back(*std::move(rules));
  }
  MOTCUA_ASSIGN_OR_RETURN(auto calendar, catalogue::ReadNewestCalendar(results[2]));
  return std::make_shared<const Rules>(std::move(agencies), std::move(versions),
                                       std::move(calendar));
}

}  // namespace motcua::feedback
