// A handler that can apply an event later, but not yet: one key waits, the others continue.

#include "motcua/base/error.h"

#include "inbox_fixture.h"

namespace motcua::inbox {
namespace {

class NotYetTest : public InboxTest {
 protected:
  NotYetTest() { handler_.not_yet = {"a"}; }
};

TEST_F(NotYetTest, TheKeyWaitsInOrderAndOtherKeysGoOn) {
  const auto inbox = MakeInbox();
  for (int sequence = 1; sequence <= 3; ++sequence) {
    EXPECT_EQ(inbox->TakeMessage({}, Wrap(MakeEvent("a", sequence))).value(), Taken::kParked);
  }
  EXPECT_EQ(inbox->TakeMessage({}, Wrap(MakeEvent("b", 1))).value(), Taken::kApplied);
  // Kafka delivers it again.
  EXPECT_EQ(inbox->TakeMessage({}, Wrap(MakeEvent("a", 1))).value(), Taken::kParked);
  EXPECT_EQ(EffectsOf("a"), "") << "not even half of one";
  EXPECT_EQ(Counts(*inbox).parked, 3);
  EXPECT_EQ(Counts(*inbox).dead_letters, 0);
  EXPECT_EQ(gaps_, 0) << "nothing is missing";
  EXPECT_EQ(owner_.asked, 0) << "the owner has nothing that would help";

  handler_.not_yet.clear();
  EXPECT_EQ(inbox->DrainParked({}, 10).value(), 3);
  EXPECT_EQ(EffectsOf("a"), "1 2 3");
  EXPECT_EQ(Counts(*inbox).parked, 0);
  EXPECT_EQ(inbox->TakeMessage({}, Wrap(MakeEvent("a", 4))).value(), Taken::kApplied);
}

TEST_F(NotYetTest, ALaterMessageDoesNotOvertakeOnceItIsTime) {
  const auto inbox = MakeInbox();
  ASSERT_EQ(inbox->TakeMessage({}, Wrap(MakeEvent("a", 1))).value(), Taken::kParked);
  handler_.not_yet.clear();
  EXPECT_EQ(inbox->TakeMessage({}, Wrap(MakeEvent("a", 2))).value(), Taken::kParked);
  EXPECT_EQ(EffectsOf("a"), "");
  // The first one once more, before the next round: both are done.
  EXPECT_EQ(inbox->TakeMessage({}, Wrap(MakeEvent("a", 1))).value(), Taken::kApplied);
  EXPECT_EQ(EffectsOf("a"), "1 2");
  EXPECT_EQ(Counts(*inbox).parked, 0);
}

TEST_F(NotYetTest, ARoundGoesOnWithTheOtherKeys) {
  handler_.not_yet = {"a", "b", "c"};
  const auto inbox = MakeInbox();
  for (const char* key : {"a", "b", "c"}) {
    ASSERT_EQ(inbox->TakeMessage({}, Wrap(MakeEvent(key, 1))).value(), Taken::kParked);
  }
  const auto nothing = inbox->DrainParked({}, 10);
  EXPECT_EQ(Reason(nothing.status()), "RULE_MISSING");
  EXPECT_TRUE(IsRetryable(nothing.status()));
  handler_.not_yet = {"a"};
  EXPECT_EQ(inbox->DrainParked({}, 10).value(), 2);
  EXPECT_EQ(EffectsOf("b"), "1");
  EXPECT_EQ(EffectsOf("c"), "1");
  EXPECT_EQ(Counts(*inbox).parked, 1);
  EXPECT_EQ(Counts(*inbox).dead_letters, 0);
}

TEST_F(NotYetTest, WithAGapBeforeItTheHistoryIsAppliedAsFarAsItGoes) {
  handler_.not_yet.clear();
  const auto inbox = MakeInbox();
  for (int sequence = 1; sequence <= 3; ++sequence) {
    owner_.Add(MakeEvent("a", sequence));
  }
  ASSERT_EQ(inbox->TakeMessage({}, Wrap(MakeEvent("a", 1))).value(), Taken::kApplied);
  handler_.not_yet = {"a"};
  EXPECT_EQ(inbox->TakeMessage({}, Wrap(MakeEvent("a", 3))).value(), Taken::kParked);
  EXPECT_EQ(inbox->TakeMessage({}, Wrap(MakeEvent("b", 1))).value(), Taken::kApplied);
  handler_.not_yet.clear();
  EXPECT_EQ(inbox->DrainParked({}, 10).value(), 2);
  EXPECT_EQ(EffectsOf("a"), "1 2 3");
}

TEST_F(NotYetTest, WhoAsksForTheKeyIsTold) {
  const auto inbox = MakeInbox();
  owner_.Add(MakeEvent("a", 1));
  const absl::Status status = inbox->CatchUp({}, "dossier", "a");
  EXPECT_EQ(Reason(status), "RULE_MISSING");
  EXPECT_TRUE(IsRetryable(status));
  handler_.not_yet.clear();
  EXPECT_TRUE(inbox->CatchUp({}, "dossier", "a").ok());
  EXPECT_EQ(EffectsOf("a"), "1");
}

TEST_F(NotYetTest, ADeadLetterStaysWhenItsTimeHasNotCome) {
  const auto inbox = MakeInbox();
  handler_.not_yet.clear();
  const outbox::Event event = MakeEvent("a", 1, "poison");
  ASSERT_EQ(inbox->TakeMessage({}, Wrap(event)).value(), Taken::kDeadLetter);
  handler_.poison.clear();
  handler_.not_yet = {"a"};
  EXPECT_EQ(Reason(inbox->Redrive({}, event.event_id).status()), "RULE_MISSING");
  EXPECT_EQ(Counts(*inbox).dead_letters, 1);
  handler_.not_yet.clear();
  EXPECT_EQ(inbox->Redrive({}, event.event_id).value(), 1);
  EXPECT_EQ(Counts(*inbox).dead_letters, 0);
}

TEST_F(NotYetTest, FactsAreTriedAgainLikeAnyOther) {
  const auto inbox = MakeInbox(false);
  EXPECT_TRUE(IsRetryable(inbox->TakeMessage({}, Wrap(MakeEvent("a", 1))).status()));
  EXPECT_EQ(Counts(*inbox).dead_letters, 0);
  handler_.not_yet.clear();
  EXPECT_EQ(inbox->TakeMessage({}, Wrap(MakeEvent("a", 1))).value(), Taken::kApplied);
}

}  // namespace
}  // namespace motcua::inbox
