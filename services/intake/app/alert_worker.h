#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/db/pool.h"
#include "motcua/metrics/registry.h"
#include "motcua/program/set_aside.h"
#include "motcua/program/shard_worker.h"

#include "command/dossier_commands.h"

namespace motcua::intake {

/// Warns of online dossiers that nobody answered, by the transition RaiseAlert, on shards that this
/// replica holds: the commits of one that lost a shard unnoticed are refused by the fence. An alert
/// that can't be raised is set aside for ten minutes and reported, and the others go on. One for
/// each shard; used from one thread.
class AlertWorker {
 public:
  struct Parts {
    db::Pool& pool;
    const Clock& clock;
    DossierFrame& commands;
    metrics::Counter& raised;
    /// Of which dossier the alert is set aside, and why.
    std::function<void(const std::string& dossier_id, const absl::Status& why)> on_set_aside;
  };
  explicit AlertWorker(Parts parts) : parts_(std::move(parts)) {}

  /// A round of program::ShardWork.
  absl::StatusOr<bool> Round(program::HeldShard& held);

 private:
  /// Dossiers whose next alert is due, the longest overdue first.
  absl::StatusOr<std::vector<std::string>> FindDue(int shard);

  const Parts parts_;
  program::SetAside set_aside_;
};

}  // namespace motcua::intake
