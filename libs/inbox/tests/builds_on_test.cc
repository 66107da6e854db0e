#include "inbox_fixture.h"

namespace motcua::inbox {
namespace {

// Two owners of one dossier: the events of the second build on those of the first (design section
// 3). Both leave their effects in one list, so that the order shows.
class BuildsOnTest : public InboxTest {
 protected:
  BuildsOnTest() {
    for (const int sequence : {1, 2}) {
      second_owner_.Add(Second(sequence));
    }
  }
  static outbox::Event First(std::int64_t sequence) { return MakeEvent("d1", sequence); }
  static outbox::Event Second(std::int64_t sequence) {
    outbox::Event event = MakeEvent("d1", sequence);
    event.event_id = MakeEvent("d1 of the second owner", sequence).event_id;
    event.builds_on = 2;
    return event;
  }
  PullHistory PullFrom(FakeOwner& owner) {
    return [&owner](const CallContext&, const std::string&, const std::string& key,
                    std::int64_t after) { return owner.Pull(key, after); };
  }
  std::string Order() {
    return Text("SELECT coalesce(string_agg(sequence::text, ' ' ORDER BY id), '') FROM effects");
  }

  FakeOwner second_owner_;
  const std::unique_ptr<Inbox> first_ = Inbox::Create(
      *pool_, handler_, {.consumer = "first", .source = "one", .pull = PullFrom(owner_)});
  const std::unique_ptr<Inbox> second_ = Inbox::Create(*pool_, handler_,
                                                       {.consumer = "second",
                                                        .source = "two",
                                                        .pull = PullFrom(second_owner_),
                                                        .builds_on = first_.get()});
};

TEST_F(BuildsOnTest, TheOtherOwnersPartIsPulledFirst) {
  owner_.Add(First(1));
  owner_.Add(First(2));
  EXPECT_EQ(second_->TakeMessage({}, Wrap(Second(1))).value(), Taken::kApplied);
  EXPECT_EQ(Order(), "1 2 1");
  EXPECT_EQ(first_->TakeMessage({}, Wrap(First(2))).value(), Taken::kDuplicate);
}

TEST_F(BuildsOnTest, WhatIsAppliedAlreadyIsNotAskedFor) {
  ASSERT_EQ(first_->TakeMessage({}, Wrap(First(1))).value(), Taken::kApplied);
  ASSERT_EQ(first_->TakeMessage({}, Wrap(First(2))).value(), Taken::kApplied);
  EXPECT_EQ(second_->TakeMessage({}, Wrap(Second(1))).value(), Taken::kApplied);
  EXPECT_EQ(owner_.asked, 0);
}

TEST_F(BuildsOnTest, ItParksWhileTheOtherOwnerIsAwayAndDrainsAfterwards) {
  owner_.away = true;
  EXPECT_EQ(second_->TakeMessage({}, Wrap(Second(1))).value(), Taken::kParked);
  EXPECT_EQ(second_->TakeMessage({}, Wrap(Second(2))).value(), Taken::kParked);
  EXPECT_EQ(second_->DrainParked({}, 10).value_or(0), 0);
  EXPECT_EQ(Order(), "");
  owner_.Add(First(1));
  owner_.Add(First(2));
  owner_.away = false;
  EXPECT_EQ(second_->DrainParked({}, 10).value(), 2);
  EXPECT_EQ(Order(), "1 2 1 2");
  EXPECT_EQ(Counts(*second_).parked, 0);
}

TEST_F(BuildsOnTest, ADeadLetterOfTheOtherOwnersPartHoldsItBack) {
  handler_.poison = {"poison"};
  const outbox::Event bad = MakeEvent("d1", 1, "poison");
  ASSERT_EQ(first_->TakeMessage({}, Wrap(bad)).value(), Taken::kDeadLetter);
  EXPECT_EQ(second_->TakeMessage({}, Wrap(Second(1))).value(), Taken::kParked);
  EXPECT_EQ(Order(), "");
  handler_.poison.clear();
  owner_.Add(bad);
  owner_.Add(First(2));
  ASSERT_EQ(first_->Redrive({}, bad.event_id).value(), 1);
  ASSERT_EQ(second_->DrainParked({}, 10).value(), 1);
  EXPECT_EQ(Order(), "1 2 1");
}

TEST_F(BuildsOnTest, AGapInItsOwnHistoryIsClosedToo) {
  owner_.Add(First(1));
  owner_.Add(First(2));
  EXPECT_EQ(second_->TakeMessage({}, Wrap(Second(2))).value(), Taken::kApplied);
  EXPECT_EQ(Order(), "1 2 1 2");
}

}  // namespace
}  // namespace motcua::inbox
