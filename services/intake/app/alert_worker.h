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

/// Raises alerts about unanswered online dossiers by the transition RaiseAlert, on shards that this
/// replica holds; if it lost a shard without noticing, the fence refuses its commits. An alert that
/// can't be raised is set aside for ten minutes and reported, and the others continue. One per
/// shard; used from one thread.
class AlertWorker {
 public:
  struct Parts {
    db::Pool& pool;
    const Clock& clock;
    DossierFrame& commands;
    metrics::Counter& raised;
    /// Called with the dossier whose alert is set aside, and the reason.
    std::function<void(const std::string& dossier_id, const absl::Status& why)> on_set_aside;
  };
  explicit AlertWorker(Parts parts) : parts_(std::move(parts)) {}

  /// A round of program::ShardWork.
  absl::StatusOr<bool> Round(program::HeldShard& held);

 private:
  /// Dossiers whose next alert is due, longest overdue first.
  absl::StatusOr<std::vector<std::string>> FindDue(int shard);

  const Parts parts_;
  program::SetAside set_aside_;
};

}  // namespace motcua::intake
