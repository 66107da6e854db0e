// Duplicate, next and unknown events: the ordinary cases.

#include <algorithm>
#include <random>

#include "motcua/base/error.h"

#include "inbox_fixture.h"

namespace motcua::inbox {
namespace {

using OrderTest = InboxTest;

TEST_F(OrderTest, AppliesNextAndIgnoresWhatIsDone) {
  const auto inbox = MakeInbox();
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("a", 1))), Taken::kApplied);
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("a", 2))), Taken::kApplied);
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("a", 2))), Taken::kDuplicate);
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("a", 1))), Taken::kDuplicate);
  EXPECT_EQ(*inbox->Take({}, MakeEvent("b", 1)), Taken::kApplied);
  EXPECT_EQ(EffectsOf("a"), "1 2");
  EXPECT_EQ(EffectsOf("b"), "1");
  EXPECT_EQ(owner_.asked, 0);
  EXPECT_EQ(taken_[Taken::kApplied], 3);
  EXPECT_EQ(taken_[Taken::kDuplicate], 2);
}

TEST_F(OrderTest, EachEventFiveTimesInAnyOrderHasOneEffect) {
  const auto inbox = MakeInbox();
  std::vector<kafka::Message> messages;
  for (int sequence = 1; sequence <= 20; ++sequence) {
    const outbox::Event event = MakeEvent("a", sequence);
    owner_.Add(event);
    messages.insert(messages.end(), 5, Wrap(event));
  }
  std::shuffle(messages.begin(), messages.end(), std::mt19937(17));
  for (const kafka::Message& message : messages) {
    ASSERT_TRUE(inbox->TakeMessage({}, message).ok());
  }
  EXPECT_EQ(EffectsOf("a"), "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20");
  EXPECT_EQ(Counts(*inbox).parked, 0);
}

TEST_F(OrderTest, UnknownTypeOfAKnownMajorMovesTheCursor) {
  const auto inbox = MakeInbox();
  outbox::Event unknown = MakeEvent("a", 1);
  unknown.type = "motcua.intake.events.v1.SomethingNew";
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(unknown)), Taken::kSkippedUnknownType);
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(unknown)), Taken::kDuplicate);
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("a", 2))), Taken::kApplied);
  EXPECT_EQ(EffectsOf("a"), "2");
}

TEST_F(OrderTest, TransientFailureLeavesNothingBehind) {
  const auto inbox = MakeInbox();
  handler_.transient = true;
  const auto taken = inbox->TakeMessage({}, Wrap(MakeEvent("a", 1)));
  EXPECT_TRUE(IsRetryable(taken.status()));
  EXPECT_EQ(Reason(taken.status()), "NOT_NOW");
  EXPECT_EQ(Counts(*inbox).dead_letters, 0);
  handler_.transient = false;
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("a", 1))), Taken::kApplied);
  EXPECT_EQ(EffectsOf("a"), "1");
}

TEST_F(OrderTest, OneEventCostsTwoRoundTrips) {
  // One connection, so that its count is that of the inbox.
  auto single = db::Pool::Create({.connection = {.dsn = database_.dsn()}, .size = 1});
  ASSERT_TRUE(single.ok()) << single.status();
  const auto inbox =
      Inbox::Create(**single, handler_, {.consumer = "c", .source = "intake", .pull = {}});
  const auto round_trips = [&] { return (*(*single)->Acquire({}))->round_trips(); };
  ASSERT_TRUE(inbox->TakeMessage({}, Wrap(MakeEvent("a", 1))).ok());
  const std::int64_t before = round_trips();
  ASSERT_TRUE(inbox->TakeMessage({}, Wrap(MakeEvent("a", 2))).ok());
  EXPECT_EQ(round_trips() - before, 2);
}

TEST_F(OrderTest, ConsumersDoNotShareACursor) {
  const auto first = MakeInbox();
  const auto second =
      Inbox::Create(*pool_, handler_, {.consumer = "other", .source = "intake", .pull = {}});
  EXPECT_EQ(*first->TakeMessage({}, Wrap(MakeEvent("a", 1))), Taken::kApplied);
  EXPECT_EQ(*second->TakeMessage({}, Wrap(MakeEvent("a", 1))), Taken::kApplied);
}

}  // namespace
}  // namespace motcua::inbox
