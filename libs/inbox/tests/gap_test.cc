// Events before a received event are missing (R1.9).

#include "motcua/base/error.h"

#include "inbox_fixture.h"
#include "parked.h"

namespace motcua::inbox {
namespace {

class GapTest : public InboxTest {
 protected:
  // As if 2 to `last` had arrived while the owner was unavailable.
  void ParkUpTo(std::int64_t last) {
    const std::string sql =
        "INSERT INTO parked_events SELECT 'processing.intake-dossiers', 'a', 1, s, 'id-' || s, "
        "'dossier', '" +
        std::string(kKnownType) + "', 0, now(), '', '', now() FROM generate_series(2, " +
        std::to_string(last) + ") s";
    ASSERT_TRUE((*pool_->Acquire({}))->Script(sql).ok());
  }
};

TEST_F(GapTest, MissingHistoryIsPulledAndAppliedInOrder) {
  const auto inbox = MakeInbox();
  for (int sequence = 1; sequence <= 5; ++sequence) {
    owner_.Add(MakeEvent("a", sequence));
  }
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("a", 1))), Taken::kApplied);
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("a", 4))), Taken::kApplied);
  // The history went further than the event.
  EXPECT_EQ(EffectsOf("a"), "1 2 3 4 5");
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("a", 5))), Taken::kDuplicate);
  EXPECT_EQ(gaps_, 1);
  EXPECT_EQ(taken_[Taken::kApplied], 5);
}

TEST_F(GapTest, LongHistoryComesInPages) {
  const auto inbox = MakeInbox();
  for (int sequence = 1; sequence <= 250; ++sequence) {
    owner_.Add(MakeEvent("a", sequence));
  }
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("a", 250))), Taken::kApplied);
  EXPECT_EQ(CountEffects(), 250);
}

TEST_F(GapTest, WithoutTheOwnerTheKeyWaitsAndOthersGoOn) {
  const auto inbox = MakeInbox();
  owner_.away = true;
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("a", 3))), Taken::kParked);
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("a", 4))), Taken::kParked);
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("a", 4))), Taken::kParked);
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("b", 1))), Taken::kApplied);
  EXPECT_EQ(owner_.asked, 1) << "asked once per key, not once per event";
  EXPECT_EQ(Counts(*inbox).parked, 2);
  EXPECT_EQ(Counts(*inbox).parked_keys, 1);
  EXPECT_EQ(EffectsOf("a"), "");

  // Still unavailable: a retryable error, and nothing is lost.
  EXPECT_TRUE(IsRetryable(inbox->DrainParked({}, 10).status()));
  EXPECT_EQ(Counts(*inbox).parked, 2);

  owner_.away = false;
  for (int sequence = 1; sequence <= 4; ++sequence) {
    owner_.Add(MakeEvent("a", sequence));
  }
  EXPECT_EQ(*inbox->DrainParked({}, 10), 4);
  EXPECT_EQ(EffectsOf("a"), "1 2 3 4");
  EXPECT_EQ(Counts(*inbox).parked, 0);
}

TEST_F(GapTest, LateEventsFreeTheParkedOnesWithoutTheOwner) {
  const auto inbox = MakeInbox();
  owner_.away = true;
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("a", 3))), Taken::kParked);
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("a", 2))), Taken::kParked);
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("a", 1))), Taken::kApplied);
  EXPECT_EQ(EffectsOf("a"), "1 2 3");
  EXPECT_EQ(Counts(*inbox).parked, 0);
}

TEST_F(GapTest, ParkedEventsAreBoundedAndNoneIsLost) {
  const auto inbox = MakeInbox();
  owner_.away = true;
  constexpr int kEvents = kMostParked + 50;
  for (int sequence = 1; sequence <= kEvents; ++sequence) {
    owner_.Add(MakeEvent("a", sequence));
  }
  ParkUpTo(kMostParked - 1);
  EXPECT_EQ(Counts(*inbox).parked, kMostParked - 2);
  for (int sequence = kMostParked; sequence <= kEvents; ++sequence) {
    ASSERT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("a", sequence))), Taken::kParked);
  }
  EXPECT_EQ(Counts(*inbox).parked, kMostParked);
  owner_.away = false;
  ASSERT_TRUE(inbox->DrainParked({}, 10).ok());
  EXPECT_EQ(CountEffects(), kEvents);
  EXPECT_EQ(Number("SELECT sequence FROM event_cursors"), kEvents);
  EXPECT_EQ(Counts(*inbox).parked, 0);
}

TEST_F(GapTest, WithoutHistoryTheBoundRefusesInsteadOfForgetting) {
  const auto inbox = MakeInbox(true, false);
  ParkUpTo(kMostParked);
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("a", kMostParked + 1))), Taken::kParked);
  const auto refused = inbox->TakeMessage({}, Wrap(MakeEvent("a", kMostParked + 2)));
  EXPECT_TRUE(IsRetryable(refused.status()));
  EXPECT_EQ(Reason(refused.status()), "PARKED_FULL");
}

TEST_F(GapTest, OneUnwillingKeyDoesNotStarveTheOthers) {
  const auto inbox = MakeInbox();
  owner_.away = true;
  for (const char* key : {"a", "b", "c"}) {
    ASSERT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent(key, 2))), Taken::kParked);
  }
  EXPECT_EQ(Counts(*inbox).parked_keys, 3);
  owner_.away = false;
  owner_.Add(MakeEvent("a", 2));  // a broken history: 1 is missing
  for (const char* key : {"b", "c"}) {
    owner_.Add(MakeEvent(key, 1));
  }
  for (int round = 0; round < 4; ++round) {
    inbox->DrainParked({}, 1).status().IgnoreError();
  }
  EXPECT_EQ(EffectsOf("a"), "");
  EXPECT_EQ(EffectsOf("b"), "1 2");
  EXPECT_EQ(EffectsOf("c"), "1 2");
}

TEST_F(GapTest, CatchUpTakesAKeyNeverSeen) {
  const auto inbox = MakeInbox();
  owner_.Add(MakeEvent("a", 1));
  owner_.Add(MakeEvent("a", 2));
  EXPECT_TRUE(inbox->CatchUp({}, "dossier", "a").ok());
  EXPECT_EQ(EffectsOf("a"), "1 2");
  EXPECT_EQ(*inbox->TakeMessage({}, Wrap(MakeEvent("a", 1))), Taken::kDuplicate);
  EXPECT_TRUE(inbox->CatchUp({}, "dossier", "a").ok());
  EXPECT_TRUE(inbox->CatchUp({}, "dossier", "unknown").ok());
  owner_.away = true;
  EXPECT_EQ(Reason(inbox->CatchUp({}, "dossier", "b")), "OWNER_AWAY");
  EXPECT_EQ(Reason(MakeInbox(true, false)->CatchUp({}, "dossier", "b")), "NO_HISTORY");
}

}  // namespace
}  // namespace motcua::inbox
