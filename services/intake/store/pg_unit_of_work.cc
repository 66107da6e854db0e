#include "store/pg_unit_of_work.h"

#include "motcua/base/status_macros.h"
#include "motcua/command/answers.h"
#include "motcua/command/audit.h"
#include "motcua/outbox/event_log.h"

#include "messaging/catalogue_document.h"
#include "messaging/catalogue_events.h"
#include "messaging/dossier_document.h"
#include "messaging/dossier_events.h"
#include "store/dossier_rows.h"
#include "store/opening.h"
#include "store/sql.h"

namespace motcua::intake {
namespace {

class PgSession final : public Session {
 public:
  PgSession(db::Transaction& transaction, const CallContext& call, const PgUnitOfWork::Parts& parts)
      : transaction_(transaction), call_(call), parts_(parts) {}

  absl::StatusOr<Opening> Open(const OpeningRequest& request) override {
    MOTCUA_ASSIGN_OR_RETURN(const std::vector<db::Result> results,
                            transaction_.ReadAll(OpeningQueries(request, true)));
    return ReadOpening(request, results, parts_.rules, [this](std::vector<db::Query> queries) {
      return transaction_.ReadAll(std::move(queries));
    });
  }

  // State first, outbox last (R1.1).
  void Record(const Change& change) override {
    const Dossier& dossier = change.dossier;
    if (change.revision_before == 0) {
      transaction_.Write(InsertDossierQuery(dossier));
      transaction_.Write(
          {sql::kInsertSecret, db::Params().Text(dossier.id).Text(change.lookup_secret)});
    } else {
      transaction_.Write(UpdateDossierQuery(dossier));
    }
    if (!change.cited_papers.empty()) {
      transaction_.Write(
          {sql::kCitePapers,
           db::Params().Text(dossier.id).Values(db::UuidArray(change.cited_papers))});
    }
    if (change.receipt.has_value()) {
      Receipt printed = *change.receipt;
      printed.lookup_secret.clear();
      transaction_.Write(
          {sql::kInsertReceipt,
           db::Params().Text(dossier.id).Bytes(ToDocument(printed).SerializeAsString())});
    }
    const DossierEvent& event = change.event;
    command::AppendAudit(transaction_, {{.caller = call_.caller,
                                         .method = change.method,
                                         .actor = event.actor,
                                         .subject = dossier.id,
                                         .revision_before = change.revision_before,
                                         .revision_after = dossier.revision,
                                         .reason = event.reason,
                                         .legal_ground = event.legal_ground,
                                         .event_id = event.id,
                                         .traceparent = call_.traceparent}});
    outbox::Append(transaction_, {MakeDossierEvent(change, parts_.epoch, call_.traceparent)});
    transaction_.AfterCommit(parts_.on_commit);
  }

  void Remember(const CommandKey& key, const std::string& answer) override {
    command::RememberAnswer(transaction_, ToRecord(key), answer);
  }

  void InsertPaper(const Paper& paper) override {
    transaction_.Write({sql::kInsertPaper, db::Params()
                                               .Text(paper.id)
                                               .Text(paper.file_name)
                                               .Text(paper.media_type)
                                               .Text(paper.sha256)
                                               .Bytes(paper.content)});
  }

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
      stored.province = results[1].Text(0, 0);
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
        outbox::Append(transaction_, {MakeCatalogueEvent(entry, parts_.ids.NewId(),
                                                         sequences[next++].Int(0, 0), context)});
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
  const PgUnitOfWork::Parts& parts_;
};

}  // namespace

absl::Status PgUnitOfWork::Run(const CallContext& call, std::string_view name,
                               const std::function<absl::Status(Session&)>& body) {
  return parts_.pool.Run(call, name, [&](db::Transaction& transaction) {
    if (lock_ != nullptr) {
      transaction.Write(lock_->CheckFence());
    }
    PgSession session(transaction, call, parts_);
    return body(session);
  });
}

}  // namespace motcua::intake
