#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "motcua/db/pool.h"
#include "motcua/db/shard_lock.h"

#include "domain/dossier_count.h"

namespace motcua::reporting {

enum class GenerationState { kActive, kBuilding, kDropping };

struct Generation {
  std::int64_t id = 0;
  int slot = 0;
  GenerationState state = GenerationState::kActive;
};

/// How far one owner's history has been read into the generation being built.
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
  /// Of the last one that ended.
  std::string failure;
};

/// Who asks for a rebuild, for the audit log.
struct Asker {
  int kind = 0;
  std::string id;
  std::string agency;
};

/// The life of generations. Steps that one replica does at a time are fenced by its lock (design
/// rule 10). Thread-safe.
class PgGenerations {
 public:
  explicit PgGenerations(db::Pool& pool) : pool_(pool) {}

  /// Slots that take events, the one being built first: so the active one is never ahead of it, and
  /// a swap never takes a report back. Read for every message after it has come: an event that this
  /// reading misses was in its owner's history before the rebuild began to read it.
  absl::StatusOr<std::vector<int>> TakingSlots(const CallContext& call);
  absl::StatusOr<std::vector<Generation>> List(const CallContext& call);
  absl::StatusOr<RebuildStatus> ReadStatus(const CallContext& call);

  /// Makes generation g+1, empty. FAILED_PRECONDITION / REBUILD_RUNNING while one is being built,
  /// or the last one taken down.
  absl::StatusOr<std::int64_t> Start(const CallContext& call, const Asker& asker, Instant now);
  absl::StatusOr<RebuildPlace> ReadPlace(const CallContext& call, std::int64_t generation,
                                         const std::string& source);
  absl::Status SavePlace(const CallContext& call, const db::ShardLock& lock,
                         std::int64_t generation, const std::string& source,
                         const RebuildPlace& place);
  /// The generation being built becomes the active one, at once, for everybody.
  absl::Status Swap(const CallContext& call, const db::ShardLock& lock, const Generation& built,
                    Instant now);
  /// The generation being built is given up.
  absl::Status GiveUp(const CallContext& call, const db::ShardLock& lock, const Generation& built,
                      const std::string& failure, Instant now);
  /// Takes at most a batch of rows of a dropped generation away, and at last the generation itself;
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
