#pragma once

#include "motcua/db/pool.h"

#include "store/rules_cache.h"
#include "usecase/ports.h"

namespace motcua::feedback {

/// Reads without a transaction, one round trip each. Thread-safe.
class PgReader final : public Reader {
 public:
  PgReader(db::Pool& pool, RulesCache& rules) : pool_(pool), rules_(rules) {}

  absl::StatusOr<Found> Find(const CallContext& call, const std::string& petition) override;
  absl::StatusOr<std::map<std::string, std::string>> Repeated(
      const CallContext& call, const std::vector<std::string>& petition_ids) override;
  absl::StatusOr<std::vector<HistoryLine>> History(const CallContext& call,
                                                   const std::string& petition_id) override;
  absl::StatusOr<std::vector<Petition>> WorkList(const CallContext& call,
                                                 const WorkListQuery& query) override;
  absl::StatusOr<std::vector<Petition>> Published(const CallContext& call,
                                                  const PublishedQuery& query) override;
  absl::StatusOr<std::vector<PetitionCount>> CountPetitions(const CallContext& call,
                                                            const Period& period,
                                                            Instant now) override;
  absl::StatusOr<std::vector<RatingCount>> CountRatings(const CallContext& call,
                                                        const Period& period) override;
  /// The current rules.
  absl::StatusOr<std::shared_ptr<const Rules>> CurrentRules(const CallContext& call);

 private:
  absl::StatusOr<db::Result> Execute(const CallContext& call, const db::Query& query);
  absl::StatusOr<std::vector<Petition>> ReadPetitions(const CallContext& call,
                                                      const db::Query& query);

  db::Pool& pool_;
  RulesCache& rules_;
};

}  // namespace motcua::feedback
