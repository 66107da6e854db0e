#pragma once

#include <functional>

#include "motcua/base/uuid.h"
#include "motcua/db/pool.h"
#include "motcua/db/shard_lock.h"

#include "store/rules_cache.h"
#include "usecase/ports.h"

namespace motcua::intake {

/// The use cases' transactions on PostgreSQL. Thread-safe.
class PgUnitOfWork final : public UnitOfWork {
 public:
  struct Parts {
    db::Pool& pool;
    RulesCache& rules;
    IdGenerator& ids;
    /// Of the installation row: goes into every event.
    int epoch;
    /// Wakes the outbox publisher.
    std::function<void()> on_commit;
  };
  explicit PgUnitOfWork(Parts parts) : parts_(std::move(parts)) {}
  /// The same for work in the name of a shard: the commit fails with ABORTED / FENCED once a later
  /// holder exists. The lock outlives it.
  PgUnitOfWork(Parts parts, const db::ShardLock& lock) : parts_(std::move(parts)), lock_(&lock) {}

  absl::Status Run(const CallContext& call, std::string_view name,
                   const std::function<absl::Status(Session&)>& body) override;

 private:
  const Parts parts_;
  const db::ShardLock* lock_ = nullptr;
};

}  // namespace motcua::intake
