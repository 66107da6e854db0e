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

/// One owner's history, and where its events go.
struct RebuildSource {
  /// `intake`: names the place kept.
  std::string name;
  std::string stream;
  operations::ScanHistory scan;
  SlotInboxes inboxes;
};

/// Builds a generation from the owners' histories beside the live events, swaps it in, takes the
/// one before down. Every step may be repeated: a replica that takes over goes on at the place kept
/// last. Used from one thread.
class Rebuilder {
 public:
  Rebuilder(PgGenerations& generations, const Clock& clock, std::vector<RebuildSource> sources,
            metrics::Registry& registry);

  /// Whether a generation is being built or taken down.
  absl::StatusOr<bool> HasWork();
  /// A round of program::ShardWork.
  absl::StatusOr<bool> Round(program::HeldShard& held);

 private:
  /// The generation to be worked on.
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
