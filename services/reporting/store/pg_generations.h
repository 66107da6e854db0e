#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "motcua/db/pool.h"
#include "motcua/db/shard_lock.h"

#include "domain/dossier_count.h"
#include "domain/generation.h"

namespace motcua::reporting {

/// The position up to which an owner's history has been read into the generation being built.
struct RebuildPlace {
  std::string page_token;
  bool finished = false;
};

struct RebuildStatus {
  std::int64_t active = 0;
  /// 0 when none runs.
  std::int64_t building = 0;
  std::int64_t events = 0;
  std::optional<Instant> started_at;
  /// Failure of the last rebuild that ended.
  std::string failure;
};

/// What the decision about a rebuild needs.
struct LockedGenerations {
  std::vector<Generation> present;
  /// The highest number ever given.
  std::int64_t last = 0;
};
/// Under the lock that orders rebuilds.
absl::StatusOr<LockedGenerations> LockGenerations(db::Transaction& transaction);
/// Queues a generation that is to be built, and the note that its rebuild has begun.
void WriteBuilding(db::Transaction& transaction, const Generation& building, Instant now);

/// Manages generations. Steps done by one replica at a time are fenced by its lock (design rule
/// 10). Thread-safe.
class PgGenerations {
 public:
  explicit PgGenerations(db::Pool& pool) : pool_(pool) {}

  /// Slots that take events, the one being built first, so that the active one is never ahead of it
  /// and a swap never makes reports go back. Must be read after each message was received: an event
  /// received before this slot was added was in its owner's history before the rebuild began to
  /// read it.
  absl::StatusOr<std::vector<int>> TakingSlots(const CallContext& call);
  absl::StatusOr<std::vector<Generation>> List(const CallContext& call);
  absl::StatusOr<RebuildStatus> ReadStatus(const CallContext& call);

  absl::StatusOr<RebuildPlace> ReadPlace(const CallContext& call, std::int64_t generation,
                                         const std::string& source);
  absl::Status SavePlace(const CallContext& call, const db::ShardLock& lock,
                         std::int64_t generation, const std::string& source,
                         const RebuildPlace& place);
  /// Makes the generation being built the active one, atomically for all replicas.
  absl::Status Swap(const CallContext& call, const db::ShardLock& lock, const Generation& built,
                    Instant now);
  /// Gives up the generation being built.
  absl::Status GiveUp(const CallContext& call, const db::ShardLock& lock, const Generation& built,
                      const std::string& failure, Instant now);
  /// Deletes at most a batch of rows of a dropped generation, and finally the generation itself;
  /// returns whether it is gone. `consumers` are those of its slot.
  absl::StatusOr<bool> DropBatch(const CallContext& call, const db::ShardLock& lock,
                                 const Generation& dropped,
                                 const std::vector<std::string>& consumers);

 private:
  absl::Status RunFenced(const CallContext& call, const db::ShardLock& lock, const char* name,
                         const std::function<absl::Status(db::Transaction&)>& body);
  db::Pool& pool_;
};

}  // namespace motcua::reporting
