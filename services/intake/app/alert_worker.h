#pragma once

#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/db/pool.h"
#include "motcua/metrics/registry.h"
#include "motcua/program/shard_worker.h"

#include "command/dossier_commands.h"

namespace motcua::intake {

/// Warns of online dossiers that nobody answered, by the transition RaiseAlert, on shards that this
/// replica holds: the commits of one that lost a shard unnoticed are refused by the fence.
/// Thread-safe, for the worker of each shard.
class AlertWorker {
 public:
  struct Parts {
    db::Pool& pool;
    const Clock& clock;
    DossierFrame& commands;
    metrics::Counter& raised;
  };
  explicit AlertWorker(Parts parts) : parts_(parts) {}

  /// A round of program::ShardWork.
  absl::StatusOr<bool> Round(program::HeldShard& held) const;

 private:
  /// Dossiers whose next alert is due, the longest overdue first.
  absl::StatusOr<std::vector<std::string>> FindDue(int shard) const;

  const Parts parts_;
};

}  // namespace motcua::intake
