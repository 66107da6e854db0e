#include "store/catalogue_rows.h"

#include <utility>

#include "motcua/base/status_macros.h"

#include "store/catalogue_document.h"
#include "store/rules_cache.h"
#include "store/sql.h"

namespace motcua::intake {

absl::StatusOr<StoredCatalogue> LockCatalogue(db::Transaction& transaction) {
  std::vector<db::Query> queries = {{sql::kLockRules, db::Params()},
                                    {sql::kReadProvince, db::Params()}};
  for (db::Query& query : CatalogueQueriesSql()) {
    queries.push_back(std::move(query));
  }
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<db::Result> results,
                          transaction.ReadAll(std::move(queries)));
  StoredCatalogue stored;
  if (!results[1].empty()) {
    stored.province = results[1].front().Text("province");
  }
  MOTCUA_ASSIGN_OR_RETURN(stored.catalogue, ReadCatalogue(results, 2));
  return stored;
}

absl::StatusOr<std::vector<std::int64_t>> WriteCatalogue(db::Transaction& transaction,
                                                         const CatalogueChange& change) {
  std::vector<db::Query> upserts;
  for (const Agency& agency : change.agencies) {
    upserts.push_back(
        {sql::kUpsertAgency,
         db::Params().Text(agency.code).Bytes(ToDocument(agency).SerializeAsString())});
  }
  for (const RuleSet& rule_set : change.rule_sets) {
    upserts.push_back(
        {sql::kUpsertRuleSet,
         db::Params().Text(rule_set.id).Bytes(ToDocument(rule_set).SerializeAsString())});
  }
  for (const Procedure& procedure : change.procedures) {
    upserts.push_back(
        {sql::kUpsertProcedure, db::Params()
                                    .Text(procedure.code)
                                    .Int(procedure.version)
                                    .Bytes(ToDocument(procedure).SerializeAsString())});
  }
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<db::Result> results,
                          transaction.ReadAll(std::move(upserts)));
  transaction.Write({sql::kRaiseRulesVersion, db::Params()});
  transaction.Write({sql::kNameProvince, db::Params().Text(change.province_name_vi)});
  std::vector<std::int64_t> sequences;
  for (const db::Result& result : results) {
    sequences.push_back(result.front().Int("sequence"));
  }
  return sequences;
}

}  // namespace motcua::intake
