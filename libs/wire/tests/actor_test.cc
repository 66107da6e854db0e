#include "motcua/wire/actor.h"

#include <gtest/gtest.h>

namespace motcua::wire {
namespace {

TEST(ActorTest, AnUnknownKindIsUnspecified) {
  type::v1::Actor actor;
  actor.set_kind(type::v1::ACTOR_KIND_OFFICER);
  actor.set_id("CB007");
  actor.set_agency("H19.90");
  EXPECT_EQ(ToActor(actor),
            (Actor{.kind = ActorKind::kOfficer, .id = "CB007", .agency = "H19.90"}));
  actor.set_kind(static_cast<type::v1::ActorKind>(99));
  EXPECT_EQ(ToActor(actor).kind, ActorKind::kUnspecified);
}

}  // namespace
}  // namespace motcua::wire
