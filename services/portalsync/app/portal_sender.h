#pragma once

#include "motcua/db/pool.h"
#include "motcua/program/shard_worker.h"

#include "portal/portal_client.h"
#include "usecase/work_shard.h"

namespace motcua::portalsync {

/// Sends one shard while this replica holds it (design rule 10). Before each request to the portal
/// the lock is asked whether it is still ours. Used from one thread.
class PortalSender {
 public:
  struct Parts {
    db::Pool& pool;
    const PortalAccess& access;
    http::Client& client;
    PortalSession& session;
    ApplicantSource& applicants;
    CircuitBreaker& breaker;
    const Clock& machine;
    WorkShard::Options options;
  };
  explicit PortalSender(const Parts& parts);

  /// A round of program::ShardWork.
  absl::StatusOr<bool> Round(program::HeldShard& held);

 private:
  db::Pool& pool_;
  /// Set during a round.
  program::HeldShard* held_ = nullptr;
  PortalClient portal_;
  const SendEvent send_;
  const WorkShard work_;
};

}  // namespace motcua::portalsync
