// The owner was restored from a backup and reuses sequences (F26).

#include "inbox_fixture.h"

namespace motcua::inbox {
namespace {

// This consumer has applied 1 to 5 of epoch 1; the owner was restored with 1 to 3 and continued.
class EpochTest : public InboxTest {
 protected:
  EpochTest() : inbox_(MakeInbox()) {
    for (int sequence = 1; sequence <= 5; ++sequence) {
      EXPECT_EQ(*inbox_->TakeMessage({}, Wrap(MakeEvent("a", sequence))), Taken::kApplied);
    }
    for (int sequence = 1; sequence <= 3; ++sequence) {
      owner_.Add(MakeEvent("a", sequence));
    }
  }
  outbox::Event After(std::int64_t sequence) { return MakeEvent("a", sequence, "fine", 2); }

  std::unique_ptr<Inbox> inbox_;
};

TEST_F(EpochTest, ReusedSequenceIsNoDuplicate) {
  owner_.Add(After(4));
  EXPECT_EQ(*inbox_->TakeMessage({}, Wrap(After(4))), Taken::kApplied);
  EXPECT_EQ(EffectsOf("a"), "1 2 3 4 5 2:4");
  EXPECT_EQ(gaps_, 1);
}

TEST_F(EpochTest, SequenceThatSeemsToFollowBringsWhatCameBeforeIt) {
  for (int sequence = 4; sequence <= 6; ++sequence) {
    owner_.Add(After(sequence));
  }
  EXPECT_EQ(*inbox_->TakeMessage({}, Wrap(After(6))), Taken::kApplied);
  EXPECT_EQ(EffectsOf("a"), "1 2 3 4 5 2:4 2:5 2:6");
}

TEST_F(EpochTest, EventsOfTheLostBranchComeTooLate) {
  owner_.Add(After(4));
  EXPECT_EQ(*inbox_->TakeMessage({}, Wrap(After(4))), Taken::kApplied);
  EXPECT_EQ(*inbox_->TakeMessage({}, Wrap(MakeEvent("a", 5))), Taken::kDuplicate);
  EXPECT_EQ(*inbox_->TakeMessage({}, Wrap(MakeEvent("a", 6))), Taken::kDuplicate);
  EXPECT_EQ(*inbox_->TakeMessage({}, Wrap(After(5))), Taken::kApplied);
}

TEST_F(EpochTest, WaitsForTheOwner) {
  owner_.Add(After(4));
  owner_.away = true;
  EXPECT_EQ(*inbox_->TakeMessage({}, Wrap(After(4))), Taken::kParked);
  // Lost-branch events and the new one differ only in their epoch.
  EXPECT_EQ(*inbox_->TakeMessage({}, Wrap(MakeEvent("a", 4))), Taken::kDuplicate);
  owner_.away = false;
  EXPECT_EQ(*inbox_->DrainParked({}, 10), 1);
  EXPECT_EQ(EffectsOf("a"), "1 2 3 4 5 2:4");
}

TEST_F(EpochTest, RestoreThatLostNothingJustGoesOn) {
  owner_.Add(MakeEvent("a", 4));
  owner_.Add(MakeEvent("a", 5));
  owner_.Add(After(6));
  EXPECT_EQ(*inbox_->TakeMessage({}, Wrap(After(6))), Taken::kApplied);
  EXPECT_EQ(EffectsOf("a"), "1 2 3 4 5 2:6");
}

TEST_F(EpochTest, NewConsumerReadsAHistoryOfTwoEpochs) {
  owner_.Add(After(4));
  const auto fresh =
      Inbox::Create(*pool_, handler_,
                    {.consumer = "fresh",
                     .source = "intake",
                     .pull = [this](const CallContext&, const std::string&, const std::string& key,
                                    std::int64_t after) { return owner_.Pull(key, after); }});
  EXPECT_EQ(*fresh->TakeMessage({}, Wrap(After(4))), Taken::kApplied);
  EXPECT_EQ(EffectsOf("a"), "1 2 3 4 5 1 2 3 2:4");
}

}  // namespace
}  // namespace motcua::inbox
