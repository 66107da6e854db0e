#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "motcua/base/clock.h"
#include "motcua/db/shard_lock.h"
#include "motcua/inbox/inbox.h"
#include "motcua/metrics/registry.h"
#include "motcua/operations/history_client.h"

#include "messaging/generation_feed.h"
#include "store/pg_generations.h"

namespace motcua::reporting {

/// One owner's history, and where its events go.
struct RebuildSource {
  /// `intake`: names the place kept.
  std::string name;
  std::string stream;
  operations::ScanHistory scan;
  SlotInboxes inboxes;
};

/// Builds a generation from the owners' histories beside the live events, swaps it in, takes the
/// one before down. One replica at a time (fenced lock). Every step may be repeated: a replica that
/// takes over goes on at the place kept last. Not thread-safe; driven by one periodic task.
class Rebuilder {
 public:
  Rebuilder(db::Connection::Options connection, PgGenerations& generations, const Clock& clock,
            std::vector<RebuildSource> sources, metrics::Registry& registry);

  /// One round of bounded length.
  absl::Status RunRound();

 private:
  using Until = std::chrono::steady_clock::time_point;

  absl::StatusOr<bool> HaveLock();
  absl::Status Build(const Generation& building, Until until);
  /// Whether the source's history has been read to its end.
  absl::StatusOr<bool> ReadOn(const Generation& building, const RebuildSource& source, Until until);
  absl::Status TakePage(inbox::Inbox& inbox, const std::vector<outbox::Event>& events) const;
  absl::Status Finish(const Generation& building);
  absl::Status Drop(const Generation& dropped, Until until);

  const db::Connection::Options connection_;
  PgGenerations& generations_;
  const Clock& clock_;
  const std::vector<RebuildSource> sources_;
  metrics::Counter& events_;
  metrics::Gauge& active_;
  std::unique_ptr<db::ShardLock> lock_;
};

}  // namespace motcua::reporting
