#pragma once

#include "motcua/db/permanent.h"
#include "motcua/db/pool.h"
#include "motcua/db/shard_lock.h"
#include "motcua/operations/set_aside.h"

#include "usecase/ports.h"

namespace motcua::portalsync {

/// One shard of the queue on PostgreSQL, fenced by its lock. Pool and lock must outlive it.
class PgQueue final : public Queue {
 public:
  PgQueue(db::Pool& pool, const db::ShardLock& lock, operations::SetAside& set_aside, int shard)
      : pool_(pool), lock_(lock), set_aside_(set_aside), shard_(shard) {}

  absl::StatusOr<std::vector<NextEvent>> Due(const CallContext& call, Instant now,
                                             int limit) override;
  absl::Status MarkDossierSent(const CallContext& call, const NextEvent& next) override;
  absl::Status Acknowledge(const CallContext& call, const NextEvent& next,
                           const std::string& portal_message, Instant now) override;
  absl::Status Refuse(const CallContext& call, const NextEvent& next,
                      const std::string& portal_message) override;
  absl::Status PutOff(const CallContext& call, const NextEvent& next,
                      const std::string& portal_message, Instant next_attempt_at) override;
  absl::Status Rewind(const CallContext& call, const NextEvent& next, int held) override;
  absl::Status SetAside(const NextEvent& next, const absl::Status& why) override {
    return db::IsPermanent(why) ? set_aside_.Put(next.dossier_id, why) : why;
  }

 private:
  absl::Status Write(const CallContext& call, std::string_view name,
                     const std::vector<db::Query>& queries);

  db::Pool& pool_;
  const db::ShardLock& lock_;
  operations::SetAside& set_aside_;
  const int shard_;
};

/// Stores whether the portal answers, for GetSync of any replica.
absl::Status SavePortalState(db::Pool& pool, const CallContext& call, bool answers, Instant now);

}  // namespace motcua::portalsync
