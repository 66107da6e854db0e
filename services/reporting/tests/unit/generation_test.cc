#include "domain/generation.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::reporting {
namespace {

const Actor kOfficer = {.kind = ActorKind::kOfficer, .id = "CB001", .agency = "H99.11"};

TEST(ARebuild, FillsTheFreeSlotUnderANewNumber) {
  EXPECT_EQ(DecideRebuild(kOfficer, {{.id = 1, .slot = 0}}, 1).value(),
            (Generation{.id = 2, .slot = 1, .state = GenerationState::kBuilding}));
  // Numbers 5 and 6 were given up and are not given again.
  EXPECT_EQ(DecideRebuild(kOfficer, {{.id = 4, .slot = 1}}, 6).value(),
            (Generation{.id = 7, .slot = 0, .state = GenerationState::kBuilding}));
}

TEST(ARebuild, WaitsForTheOneBefore) {
  for (const GenerationState state : {GenerationState::kBuilding, GenerationState::kDropping}) {
    const auto refused =
        DecideRebuild(kOfficer, {{.id = 1, .slot = 0}, {.id = 2, .slot = 1, .state = state}}, 2);
    EXPECT_EQ(refused.status().code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(Reason(refused.status()), "REBUILD_RUNNING");
  }
}

TEST(ARebuild, IsAskedForByAnOfficer) {
  for (const ActorKind kind : {ActorKind::kCitizen, ActorKind::kSystem}) {
    EXPECT_EQ(
        Reason(DecideRebuild({.kind = kind, .id = "1", .agency = {}}, {{.id = 1}}, 1).status()),
        "ACTOR_INVALID");
  }
}

}  // namespace
}  // namespace motcua::reporting
