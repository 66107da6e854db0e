// Facts of compacted topics: no order, one effect each.

#include "motcua/base/error.h"

#include "inbox_fixture.h"

namespace motcua::inbox {
namespace {

using FactTest = InboxTest;

TEST_F(FactTest, EachFactOnceInAnyOrder) {
  const auto inbox = MakeInbox(false);
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("agency/H19.801", 7))), Taken::kApplied);
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("agency/H19.801", 3))), Taken::kApplied);
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("agency/H19.801", 7))), Taken::kDuplicate);
  EXPECT_EQ(EffectsOf("agency/H19.801"), "7 3");
  EXPECT_EQ(owner_.asked, 0);
}

TEST_F(FactTest, UnknownTypeIsTakenOnce) {
  const auto inbox = MakeInbox(false);
  outbox::Event unknown = MakeEvent("a", 1);
  unknown.type = "motcua.intake.events.v1.SomethingNew";
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(unknown)), Taken::kSkippedUnknownType);
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(unknown)), Taken::kDuplicate);
}

TEST_F(FactTest, TransientFailureIsTriedAgain) {
  const auto inbox = MakeInbox(false);
  handler_.transient = true;
  EXPECT_TRUE(IsRetryable(inbox->TakeMessage({}, Wrap(MakeEvent("a", 1))).status()));
  handler_.transient = false;
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("a", 1))), Taken::kApplied);
}

TEST_F(FactTest, PoisonHoldsNothingBackAndCanBeDrivenAgain) {
  const auto inbox = MakeInbox(false);
  const outbox::Event poison = MakeEvent("a", 1, "poison");
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(poison)), Taken::kDeadLetter);
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(poison)), Taken::kDuplicate);
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("a", 2))), Taken::kApplied);
  EXPECT_EQ(Reason(inbox->Redrive({}, poison.event_id).status()), "POISON");
  handler_.poison.clear();
  EXPECT_EQ(*inbox->Redrive({}, poison.event_id), 1);
  EXPECT_EQ(EffectsOf("a"), "2 1");
  EXPECT_EQ(Counts(*inbox).dead_letters, 0);
}

TEST_F(FactTest, HasNothingToCatchUpWith) {
  const auto inbox = MakeInbox(false);
  EXPECT_EQ(Reason(inbox->CatchUp({}, "catalogue", "a")), "NO_HISTORY");
  EXPECT_EQ(*inbox->DrainParked({}, 10), 0);
}

}  // namespace
}  // namespace motcua::inbox
