#pragma once

#include <cstdint>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/base/actor.h"

namespace motcua::reporting {

enum class GenerationState { kActive, kBuilding, kDropping };

/// One set of counters. There are at most two, one per slot: the active one, and one that is being
/// built or deleted.
struct Generation {
  std::int64_t id = 0;
  /// 0 or 1.
  int slot = 0;
  GenerationState state = GenerationState::kActive;

  friend bool operator==(const Generation&, const Generation&) = default;
};

/// The generation that a rebuild asked for by `asker` fills: in the free slot, numbered after
/// `last`, the highest number ever given. INVALID_ARGUMENT / ACTOR_INVALID unless an officer asks;
/// FAILED_PRECONDITION / REBUILD_RUNNING while one is being built or the previous one deleted.
absl::StatusOr<Generation> DecideRebuild(const Actor& asker, const std::vector<Generation>& present,
                                         std::int64_t last);

}  // namespace motcua::reporting
