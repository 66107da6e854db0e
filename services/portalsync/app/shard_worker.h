#pragma once

#include <memory>

#include <absl/status/status.h>

#include "motcua/db/pool.h"
#include "motcua/db/shard_lock.h"

#include "portal/portal_client.h"
#include "usecase/work_shard.h"

namespace motcua::portalsync {

/// Sends one shard as long as this replica holds its lock (design rule 10), over a portal
/// connection of its own. Used from one thread.
class ShardWorker {
 public:
  struct Parts {
    db::Pool& pool;
    const db::Connection::Options& connection;
    const PortalAccess& access;
    PortalSession& session;
    ApplicantSource& applicants;
    Breaker& breaker;
    const Clock& machine;
    WorkShard::Options options;
  };
  ShardWorker(const Parts& parts, int shard);

  /// Takes the shard if it is free and sends what is due, for a second or two at most, so that a
  /// stop need not wait.
  absl::Status RunRound();

 private:
  absl::Status RunHeld();

  db::Pool& pool_;
  const db::Connection::Options& connection_;
  const int shard_;
  PortalClient portal_;
  const SendEvent send_;
  const WorkShard work_;
  std::unique_ptr<db::ShardLock> lock_;
};

}  // namespace motcua::portalsync
