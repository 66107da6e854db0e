#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "motcua/db/pool.h"
#include "motcua/db/shard_lock.h"
#include "motcua/metrics/registry.h"
#include "motcua/outbox/event_log.h"

#include "command/dossier_commands.h"

namespace motcua::intake {

/// Warns of online dossiers that nobody answered, by the transition RaiseAlert, on the shards this
/// replica holds (design rule 10): each shard is worked by one replica at a time, and the commits
/// of one that lost it unnoticed are refused by the fence. Used from one thread.
class AlertWorker {
 public:
  struct Parts {
    db::Connection::Options connection;
    db::Pool& pool;
    const Clock& clock;
    DossierFrame& commands;
    metrics::Counter& raised;
  };
  explicit AlertWorker(Parts parts) : parts_(std::move(parts)) {}

  /// Takes what shards are free and works off what is due on those held. The first error is
  /// returned after all shards were tried; the next round begins anew.
  absl::Status RunRound();

 private:
  absl::Status RunShard(int shard);
  /// Dossiers whose next alert is due, the longest overdue first.
  absl::StatusOr<std::vector<std::string>> FindDue(int shard);

  const Parts parts_;
  std::array<std::unique_ptr<db::ShardLock>, outbox::kShards> locks_;
};

}  // namespace motcua::intake
