#pragma once

#include <string>
#include <utility>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/db/pool.h"
#include "motcua/metrics/registry.h"
#include "motcua/program/shard_worker.h"

#include "command/dossier_commands.h"

namespace motcua::intake {

/// Raises alerts about unanswered online dossiers by the transition RaiseAlert, on shards that this
/// replica holds; if it lost a shard without noticing, the fence refuses its commits. An alert that
/// can't be raised is set aside, and the others continue. Thread-safe: one for all shards.
class AlertWorker {
 public:
  struct Parts {
    db::Pool& pool;
    const Clock& clock;
    DossierFrame& commands;
    metrics::Counter& raised;
  };
  explicit AlertWorker(Parts parts) : parts_(std::move(parts)) {}

  /// A round of program::ShardWork.
  absl::StatusOr<bool> Round(program::HeldShard& held) const;

 private:
  /// Dossiers whose next alert is due, longest overdue first.
  absl::StatusOr<std::vector<std::string>> FindDue(program::HeldShard& held) const;

  const Parts parts_;
};

}  // namespace motcua::intake
