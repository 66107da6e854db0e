#pragma once

#include "motcua/base/uuid.h"
#include "motcua/db/pool.h"
#include "motcua/db/shard_lock.h"

#include "usecase/ports.h"

namespace motcua::processing {

/// The use cases' transactions on PostgreSQL. Thread-safe.
class PgUnitOfWork final : public UnitOfWork {
 public:
  /// `on_commit` wakes the outbox publisher. `epoch` is that of the installation row.
  PgUnitOfWork(db::Pool& pool, IdGenerator& ids, int epoch, std::function<void()> on_commit);
  absl::Status Run(const CallContext& call, std::string_view name,
                   const std::function<absl::Status(Session&)>& body) override;
  /// The same for work in the name of a shard: the commit fails with ABORTED / FENCED when a later
  /// holder exists.
  absl::Status RunFenced(const CallContext& call, std::string_view name, const db::ShardLock& lock,
                         const std::function<absl::Status(Session&)>& body);

 private:
  db::Pool& pool_;
  IdGenerator& ids_;
  int epoch_;
  std::function<void()> on_commit_;
};

}  // namespace motcua::processing
