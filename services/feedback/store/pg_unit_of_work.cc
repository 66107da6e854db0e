#include "store/pg_unit_of_work.h"

#include "motcua/base/status_macros.h"
#include "motcua/command/audit.h"

#include "store/rules_document.h"
#include "store/sql.h"

namespace motcua::feedback {
namespace {

class PgSession final : public Session {
 public:
  PgSession(db::Transaction& transaction, const CallContext& call, RulesCache& rules)
      : transaction_(transaction), call_(call), rules_(rules) {}

  absl::StatusOr<std::shared_ptr<const Rules>> LockRules() override {
    MOTCUA_ASSIGN_OR_RETURN(const db::Result version,
                            transaction_.Read({sql::kLockRules, db::Params()}));
    return rules_.Get(version.front().Int("version"), [this](std::vector<db::Query> queries) {
      return transaction_.ReadAll(std::move(queries));
    });
  }

  void InsertRules(const PetitionRules& rules) override {
    transaction_.Write(
        {sql::kInsertPetitionRules,
         db::Params().Text(rules.version).Bytes(ToDocument(rules).SerializeAsString())});
    transaction_.Write({sql::kRaiseRulesVersion, db::Params()});
    command::AppendAudit(transaction_, {{.caller = call_.caller,
                                         .method = "LoadPetitionRules",
                                         .subject = "petition-rules/" + rules.version,
                                         .traceparent = call_.traceparent}});
  }

 private:
  db::Transaction& transaction_;
  const CallContext& call_;
  RulesCache& rules_;
};

}  // namespace

absl::Status PgUnitOfWork::Run(const CallContext& call, std::string_view name,
                               const std::function<absl::Status(Session&)>& body) {
  return pool_.Run(call, name, [&](db::Transaction& transaction) {
    PgSession session(transaction, call, rules_);
    return body(session);
  });
}

}  // namespace motcua::feedback
