#pragma once

#include <array>
#include <memory>

#include <absl/status/status.h>

#include "motcua/db/shard_lock.h"
#include "motcua/metrics/registry.h"
#include "motcua/outbox/event_log.h"

#include "store/pg_unit_of_work.h"
#include "usecase/raise_alerts.h"

namespace motcua::intake {

/// Raises acceptance alerts on the shards this replica holds (design rule 10): each shard is worked
/// by one replica at a time, and the commits of one that lost it unnoticed are refused by the
/// fence. Used from one thread.
class AlertWorker {
 public:
  AlertWorker(db::Connection::Options connection, PgUnitOfWork::Parts work,
              const RaiseAlerts& raise, metrics::Counter& raised)
      : connection_(std::move(connection)),
        work_(std::move(work)),
        raise_(raise),
        raised_(raised) {}

  /// Takes what shards are free and works off what is due on those held. The first error is
  /// returned after all shards were tried; the next round begins anew.
  absl::Status RunRound();

 private:
  absl::Status RunShard(int shard);

  const db::Connection::Options connection_;
  const PgUnitOfWork::Parts work_;
  const RaiseAlerts& raise_;
  metrics::Counter& raised_;
  std::array<std::unique_ptr<db::ShardLock>, outbox::kShards> locks_;
};

}  // namespace motcua::intake
