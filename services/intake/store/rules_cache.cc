#include "store/rules_cache.h"

#include "motcua/base/status_macros.h"
#include "motcua/catalogue/facts.h"

#include "store/catalogue_document.h"
#include "store/sql.h"

namespace motcua::intake {
namespace {

absl::Status Unreadable() {
  return Error(absl::StatusCode::kInternal, "RULES_UNREADABLE", "stored rules cannot be read");
}

}  // namespace

std::vector<db::Query> CatalogueQueriesSql() {
  return {{sql::kReadAgencies, db::Params()},
          {sql::kReadRuleSets, db::Params()},
          {sql::kReadProcedures, db::Params()}};
}

absl::StatusOr<Catalogue> ReadCatalogue(const std::vector<db::Result>& results, std::size_t first) {
  namespace doc = motcua::catalogue::v1;
  Catalogue catalogue;
  const auto read = [](const db::Result& rows, auto document, const auto& take) -> absl::Status {
    for (const db::Row row : rows) {
      if (!document.ParseFromString(row.Bytes("document"))) {
        return Unreadable();
      }
      take(document);
    }
    return absl::OkStatus();
  };
  MOTCUA_RETURN_IF_ERROR(read(results[first], doc::Agency(), [&](const doc::Agency& document) {
    catalogue.agencies.push_back(ToAgency(document));
  }));
  MOTCUA_RETURN_IF_ERROR(read(
      results[first + 1], doc::RuleSet(),
      [&](const doc::RuleSet& document) { catalogue.rule_sets.push_back(ToRuleSet(document)); }));
  MOTCUA_RETURN_IF_ERROR(
      read(results[first + 2], doc::Procedure(), [&](const doc::Procedure& document) {
        catalogue.procedures.push_back(ToProcedure(document));
      }));
  return catalogue;
}

absl::StatusOr<std::shared_ptr<const Rules>> ReadRules(const RulesCache::Execute& execute) {
  std::vector<db::Query> queries = CatalogueQueriesSql();
  queries.push_back({sql::kReadWorkflows, db::Params()});
  queries.push_back(catalogue::NewestCalendarQuery());
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<db::Result> results, execute(std::move(queries)));
  MOTCUA_ASSIGN_OR_RETURN(Catalogue catalogue, ReadCatalogue(results, 0));
  std::vector<ApprovedWorkflow> workflows;
  for (const db::Row row : results[3]) {
    workflows.push_back({.id = row.Text("id"), .version = static_cast<int>(row.Int("version"))});
  }
  MOTCUA_ASSIGN_OR_RETURN(auto calendar, catalogue::ReadNewestCalendar(results[4]));
  return std::make_shared<const Rules>(std::move(catalogue), workflows, std::move(calendar));
}

}  // namespace motcua::intake
