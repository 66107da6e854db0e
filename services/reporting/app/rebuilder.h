#pragma once

#include <optional>
#include <string>
#include <vector>

#include "motcua/base/clock.h"
#include "motcua/inbox/inbox.h"
#include "motcua/metrics/registry.h"
#include "motcua/operations/history_client.h"
#include "motcua/program/shard_worker.h"

#include "messaging/generation_feed.h"
#include "store/pg_generations.h"

namespace motcua::reporting {

/// One owner's history, and the destination of its events.
struct RebuildSource {
  /// For example `intake`; identifies the stored position.
  std::string name;
  std::string stream;
  operations::ScanHistory scan;
  SlotInboxes inboxes;
};

/// Builds a generation from the owners' histories in parallel with live events, activates it, and
/// deletes the previous one. Every step may be repeated: a replica that takes over continues at the
/// last stored position. Used from one thread.
class Rebuilder {
 public:
  Rebuilder(PgGenerations& generations, const Clock& clock, std::vector<RebuildSource> sources,
            metrics::Registry& registry);

  /// Whether a generation is being built or deleted.
  absl::StatusOr<bool> HasWork();
  /// A round of program::ShardWork.
  absl::StatusOr<bool> Round(program::HeldShard& held);

 private:
  /// The generation to work on.
  absl::StatusOr<std::optional<Generation>> FindWork();
  absl::Status Build(const Generation& building, program::HeldShard& held);
  /// Whether the source's history has been read to its end.
  absl::StatusOr<bool> ReadOn(const Generation& building, const RebuildSource& source,
                              program::HeldShard& held);
  absl::Status TakePage(inbox::Inbox& inbox, const std::vector<outbox::Event>& events) const;
  absl::Status Finish(const Generation& building, db::ShardLock& lock);
  absl::Status Drop(const Generation& dropped, program::HeldShard& held);

  PgGenerations& generations_;
  const Clock& clock_;
  const std::vector<RebuildSource> sources_;
  metrics::Counter& events_;
  metrics::Gauge& active_;
};

}  // namespace motcua::reporting
