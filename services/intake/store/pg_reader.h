#pragma once

#include "motcua/db/pool.h"

#include "store/rules_cache.h"
#include "usecase/ports.h"

namespace motcua::intake {

/// Reads without a transaction, one round trip each. Thread-safe.
class PgReader final : public Reader {
 public:
  PgReader(db::Pool& pool, RulesCache& rules) : pool_(pool), rules_(rules) {}

  absl::StatusOr<Opening> Look(const CallContext& call, const OpeningRequest& request) override;
  absl::StatusOr<std::shared_ptr<const Rules>> CurrentRules(const CallContext& call) override;
  absl::StatusOr<std::optional<Dossier>> FindDossier(const CallContext& call,
                                                     const std::string& dossier) override;
  absl::StatusOr<std::optional<PrintedDossier>> FindPrinted(const CallContext& call,
                                                            const std::string& dossier) override;
  absl::StatusOr<std::vector<Dossier>> List(const CallContext& call,
                                            const ListQuery& query) override;
  absl::StatusOr<std::vector<std::string>> DueAlerts(const CallContext& call, int shard,
                                                     Instant now, int limit) override;

 private:
  absl::StatusOr<db::Result> Execute(const CallContext& call, const db::Query& query);

  db::Pool& pool_;
  RulesCache& rules_;
};

/// Serials by one statement of its own, committed at once. Thread-safe.
class PgSerialIssuer final : public SerialIssuer {
 public:
  explicit PgSerialIssuer(db::Pool& pool) : pool_(pool) {}
  absl::StatusOr<std::uint64_t> Next(const CallContext& call, const std::string& agency,
                                     const std::string& day) override;

 private:
  db::Pool& pool_;
};

}  // namespace motcua::intake
