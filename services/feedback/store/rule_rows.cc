#include "store/rule_rows.h"

#include <utility>
#include <vector>

#include "motcua/base/status_macros.h"

#include "store/rules_document.h"
#include "store/sql.h"

namespace motcua::feedback {

absl::StatusOr<std::shared_ptr<const Rules>> LockRules(db::Transaction& transaction,
                                                       RulesCache& cache) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Result version,
                          transaction.Read({sql::kLockRules, db::Params()}));
  return cache.Get(version.front().Int("version"), [&](std::vector<db::Query> queries) {
    return transaction.ReadAll(std::move(queries));
  });
}

void WriteRules(db::Transaction& transaction, const PetitionRules& rules) {
  transaction.Write(
      {sql::kInsertPetitionRules,
       db::Params().Text(rules.version).Bytes(ToDocument(rules).SerializeAsString())});
  transaction.Write({sql::kRaiseRulesVersion, db::Params()});
}

}  // namespace motcua::feedback
