#include "domain/generation.h"

#include <algorithm>

#include "motcua/base/error.h"

namespace motcua::reporting {

absl::StatusOr<Generation> DecideRebuild(const Actor& asker, const std::vector<Generation>& present,
                                         std::int64_t last) {
  if (asker.kind != ActorKind::kOfficer) {
    return FieldError("actor.kind", "ACTOR_INVALID", "an officer must ask for a rebuild");
  }
  const bool second_is_used = std::ranges::any_of(present, [](const Generation& generation) {
    return generation.state != GenerationState::kActive;
  });
  if (second_is_used) {
    return Error(absl::StatusCode::kFailedPrecondition, "REBUILD_RUNNING",
                 "a rebuild is running, or the previous generation is still being deleted");
  }
  const bool first_slot_is_used = std::ranges::any_of(
      present, [](const Generation& generation) { return generation.slot == 0; });
  return Generation{
      .id = last + 1, .slot = first_slot_is_used ? 1 : 0, .state = GenerationState::kBuilding};
}

}  // namespace motcua::reporting
