#pragma once

#include "motcua/db/pool.h"

#include "store/rules_cache.h"
#include "usecase/ports.h"

namespace motcua::intake {

/// Reads without a transaction, one round trip each. Thread-safe.
class PgReader final : public Reader {
 public:
  PgReader(db::Pool& pool, RulesCache& rules) : pool_(pool), rules_(rules) {}

  absl::StatusOr<std::shared_ptr<const Rules>> CurrentRules(const CallContext& call) override;
  absl::StatusOr<std::optional<Dossier>> FindDossier(const CallContext& call,
                                                     const std::string& dossier) override;
  absl::StatusOr<std::optional<PrintedDossier>> FindPrinted(const CallContext& call,
                                                            const std::string& dossier) override;
  absl::StatusOr<std::vector<Dossier>> List(const CallContext& call,
                                            const ListQuery& query) override;
  absl::StatusOr<std::map<std::string, PaperFacts>> FindPapers(
      const CallContext& call, const std::vector<std::string>& paper_ids) override;

 private:
  absl::StatusOr<db::Result> Execute(const CallContext& call, const db::Query& query);

  db::Pool& pool_;
  RulesCache& rules_;
};

}  // namespace motcua::intake
