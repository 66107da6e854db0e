#include "command/catalogue_loads.h"

#include "motcua/base/status_macros.h"
#include "motcua/command/audit.h"
#include "motcua/outbox/event_log.h"

#include "messaging/catalogue_events.h"
#include "store/catalogue_document.h"
#include "store/rules_cache.h"
#include "store/sql.h"

namespace motcua::intake {
namespace {

class PgSession final : public Session {
 public:
  PgSession(db::Transaction& transaction, const CallContext& call,
            const CatalogueLoads::Parts& parts)
      : transaction_(transaction), call_(call), parts_(parts) {}

  absl::StatusOr<StoredCatalogue> LockCatalogue() override {
    std::vector<db::Query> queries = {{sql::kLockRules, db::Params()},
                                      {sql::kReadProvince, db::Params()}};
    for (db::Query& query : CatalogueQueriesSql()) {
      queries.push_back(std::move(query));
    }
    MOTCUA_ASSIGN_OR_RETURN(const std::vector<db::Result> results,
                            transaction_.ReadAll(std::move(queries)));
    StoredCatalogue stored;
    if (!results[1].empty()) {
      stored.province = results[1].front().Text("province");
    }
    MOTCUA_ASSIGN_OR_RETURN(stored.catalogue, ReadCatalogue(results, 2));
    return stored;
  }

  absl::Status ApplyCatalogue(const CatalogueChange& change) override {
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
    // The upserts count the sequence of each entry, which its event carries.
    MOTCUA_ASSIGN_OR_RETURN(const std::vector<db::Result> sequences,
                            transaction_.ReadAll(std::move(upserts)));
    transaction_.Write({sql::kRaiseRulesVersion, db::Params()});
    transaction_.Write({sql::kNameProvince, db::Params().Text(change.province_name_vi)});
    command::AppendAudit(transaction_, {{.caller = call_.caller,
                                         .method = "LoadCatalogue",
                                         .subject = "catalogue/" + change.province,
                                         .traceparent = call_.traceparent}});
    const LoadContext context{
        .epoch = parts_.epoch, .at = change.at, .traceparent = call_.traceparent};
    std::size_t next = 0;
    const auto append = [&](const auto& entries) {
      for (const auto& entry : entries) {
        outbox::Append(transaction_,
                       {MakeCatalogueEvent(entry, parts_.ids.NewId(),
                                           sequences[next++].front().Int("sequence"), context)});
      }
    };
    append(change.agencies);
    append(change.rule_sets);
    append(change.procedures);
    transaction_.AfterCommit(parts_.on_commit);
    return absl::OkStatus();
  }

 private:
  db::Transaction& transaction_;
  const CallContext& call_;
  const CatalogueLoads::Parts& parts_;
};

}  // namespace

absl::Status CatalogueLoads::Run(const CallContext& call, std::string_view name,
                                 const std::function<absl::Status(Session&)>& body) {
  return parts_.pool.Run(call, name, [&](db::Transaction& transaction) {
    PgSession session(transaction, call, parts_);
    return body(session);
  });
}

}  // namespace motcua::intake
