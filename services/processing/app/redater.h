#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "motcua/db/pool.h"
#include "motcua/db/shard_lock.h"

#include "store/pg_unit_of_work.h"
#include "usecase/redate_dossier.h"

namespace motcua::processing {

/// Re-dates open dossiers after a new calendar: one replica at a time, under a fenced lock (design
/// rule 10), a bounded number of dossiers a round. Not thread-safe; driven by one periodic task.
class Redater {
 public:
  Redater(db::Connection::Options connection, db::Pool& pool, PgUnitOfWork& work,
          const RedateDossier& redate);
  /// One round; returns how many dossiers were looked at. 0 when there is nothing to do or another
  /// replica has the lock.
  absl::StatusOr<int> RunRound();

 private:
  db::Connection::Options connection_;
  db::Pool& pool_;
  PgUnitOfWork& work_;
  const RedateDossier& redate_;
  std::unique_ptr<db::ShardLock> lock_;
};

}  // namespace motcua::processing
