// The events of a poll share one transaction, and a failing event does not affect others.

#include <algorithm>
#include <random>
#include <thread>

#include "motcua/base/error.h"

#include "inbox_fixture.h"

namespace motcua::inbox {
namespace {

class BatchTest : public InboxTest {
 protected:
  static std::vector<kafka::Message> Wrapped(const std::vector<outbox::Event>& events) {
    std::vector<kafka::Message> messages;
    for (const outbox::Event& event : events) {
      messages.push_back(Wrap(event));
    }
    return messages;
  }
  std::vector<Taken> TakeAll(Inbox& inbox, const std::vector<kafka::Message>& messages) {
    std::vector<Taken> taken;
    for (const absl::StatusOr<Taken>& one : inbox.TakeMessages({}, messages)) {
      EXPECT_TRUE(one.ok()) << one.status();
      taken.push_back(one.value_or(Taken::kDeadLetter));
    }
    return taken;
  }
  std::int64_t Transactions() { return Number("SELECT count(DISTINCT xmin::text) FROM effects"); }
};

TEST_F(BatchTest, WhatIsNextSharesATransaction) {
  const auto inbox = MakeInbox();
  std::vector<outbox::Event> events;
  for (int sequence = 1; sequence <= 5; ++sequence) {
    for (const char* key : {"c", "a", "d", "b"}) {
      events.push_back(MakeEvent(key, sequence));
    }
  }
  events.push_back(MakeEvent("a", 2));
  const std::vector<Taken> taken = TakeAll(*inbox, Wrapped(events));
  EXPECT_EQ(std::count(taken.begin(), taken.end(), Taken::kApplied), 20);
  EXPECT_EQ(taken.back(), Taken::kDuplicate);
  for (const char* key : {"a", "b", "c", "d"}) {
    EXPECT_EQ(EffectsOf(key), "1 2 3 4 5");
  }
  EXPECT_EQ(Transactions(), 1);
  EXPECT_EQ(taken_[Taken::kApplied], 20);
  EXPECT_EQ(TakeAll(*inbox, {Wrap(MakeEvent("a", 6))}).front(), Taken::kApplied);
}

TEST_F(BatchTest, OnePoisonedEventCostsItsNeighboursNothing) {
  const auto inbox = MakeInbox();
  std::vector<outbox::Event> events;
  for (int key = 0; key < 64; ++key) {
    events.push_back(MakeEvent("key-" + std::to_string(key), 1, key == 31 ? "poison" : "fine"));
  }
  events.push_back(MakeEvent("key-31", 2));
  const std::vector<Taken> taken = TakeAll(*inbox, Wrapped(events));
  EXPECT_EQ(std::count(taken.begin(), taken.end(), Taken::kApplied), 63);
  EXPECT_EQ(taken[31], Taken::kDeadLetter);
  EXPECT_EQ(taken[64], Taken::kParked) << "behind the dead letter";
  EXPECT_EQ(CountEffects(), 63);
  EXPECT_EQ(Counts(*inbox).dead_letters, 1);
  EXPECT_LE(Transactions(), 8) << "halved, not taken one by one";
}

TEST_F(BatchTest, WhoHasToWaitIsParkedAndTheOthersGoOn) {
  handler_.not_yet = {"b"};
  const auto inbox = MakeInbox();
  EXPECT_EQ(TakeAll(*inbox, Wrapped({MakeEvent("a", 1), MakeEvent("b", 1), MakeEvent("c", 1),
                                     MakeEvent("b", 2), MakeEvent("a", 2)})),
            (std::vector{Taken::kApplied, Taken::kParked, Taken::kApplied, Taken::kParked,
                         Taken::kApplied}));
  handler_.not_yet.clear();
  EXPECT_EQ(inbox->DrainParked({}, 10).value(), 2);
  EXPECT_EQ(EffectsOf("b"), "1 2");
}

TEST_F(BatchTest, AGapIsClosedFromTheHistoryInOrder) {
  for (int sequence = 1; sequence <= 4; ++sequence) {
    owner_.Add(MakeEvent("a", sequence));
  }
  const auto inbox = MakeInbox();
  EXPECT_EQ(TakeAll(*inbox, Wrapped({MakeEvent("a", 1), MakeEvent("b", 1), MakeEvent("a", 3),
                                     MakeEvent("a", 4), MakeEvent("b", 2)})),
            (std::vector{Taken::kApplied, Taken::kApplied, Taken::kApplied, Taken::kDuplicate,
                         Taken::kApplied}));
  EXPECT_EQ(EffectsOf("a"), "1 2 3 4") << "the history brought the fourth as well";
  EXPECT_EQ(EffectsOf("b"), "1 2");
  EXPECT_EQ(gaps_, 1);
}

TEST_F(BatchTest, AMessageThatCantBeReadIsADeadLetterOfItsOwn) {
  const auto inbox = MakeInbox();
  kafka::Message unreadable = Wrap(MakeEvent("b", 1));
  unreadable.headers.clear();
  EXPECT_EQ(TakeAll(*inbox, {Wrap(MakeEvent("a", 1)), unreadable, Wrap(MakeEvent("c", 1))}),
            (std::vector{Taken::kApplied, Taken::kDeadLetter, Taken::kApplied}));
}

TEST_F(BatchTest, AnUnknownMajorVersionIsOne) {
  const auto inbox = MakeInbox();
  outbox::Event newer = MakeEvent("b", 1);
  newer.type = "motcua.intake.events.v9.DossierFiled";
  EXPECT_EQ(TakeAll(*inbox, Wrapped({MakeEvent("a", 1), newer, MakeEvent("c", 1)})),
            (std::vector{Taken::kApplied, Taken::kDeadLetter, Taken::kApplied}));
}

TEST_F(BatchTest, WhenTheWorldIsDownNothingIsLeftBehindAndAllComesAgain) {
  const auto inbox = MakeInbox();
  handler_.transient = true;
  const auto messages = Wrapped({MakeEvent("a", 1), MakeEvent("b", 1), MakeEvent("a", 2)});
  for (const absl::StatusOr<Taken>& taken : inbox->TakeMessages({}, messages)) {
    EXPECT_TRUE(IsRetryable(taken.status())) << taken.status();
  }
  EXPECT_EQ(handler_.attempts, 1) << "the others would fail for the same reason";
  EXPECT_EQ(CountEffects(), 0);
  handler_.transient = false;
  EXPECT_EQ(TakeAll(*inbox, messages), std::vector(3, Taken::kApplied));
}

TEST_F(BatchTest, FactsOfABatchCountOnceEach) {
  const auto inbox = MakeInbox(false, false);
  EXPECT_EQ(TakeAll(*inbox, Wrapped({MakeEvent("a", 1), MakeEvent("b", 1, "poison"),
                                     MakeEvent("a", 1), MakeEvent("a", 2)})),
            (std::vector{Taken::kApplied, Taken::kDeadLetter, Taken::kDuplicate, Taken::kApplied}));
  EXPECT_EQ(CountEffects(), 2);
}

TEST_F(BatchTest, TwoReplicasWithTheSameKeysInOppositeOrder) {
  const auto one = MakeInbox();
  const auto two = MakeInbox();
  constexpr int kKeys = 50;
  std::vector<outbox::Event> events;
  for (int sequence = 1; sequence <= 10; ++sequence) {
    for (int key = 0; key < kKeys; ++key) {
      events.push_back(MakeEvent("key-" + std::to_string(key), sequence));
      owner_.Add(events.back());
    }
  }
  std::vector<outbox::Event> reversed;
  for (int sequence = 1; sequence <= 10; ++sequence) {
    for (int key = kKeys - 1; key >= 0; --key) {
      reversed.push_back(MakeEvent("key-" + std::to_string(key), sequence));
    }
  }
  std::thread other([&] { TakeAll(*two, Wrapped(reversed)); });
  TakeAll(*one, Wrapped(events));
  other.join();
  EXPECT_EQ(CountEffects(), 10 * kKeys);
  EXPECT_EQ(EffectsOf("key-7"), "1 2 3 4 5 6 7 8 9 10");
}

// For any order and any batches: each event has its effect once, in the order of its key.
TEST_F(BatchTest, AnyOrderInAnyBatchesComesToTheSame) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    std::mt19937 random(seed);
    const auto inbox = MakeInbox();
    const std::string prefix = "s" + std::to_string(seed) + "-";
    std::vector<kafka::Message> messages;
    for (int key = 0; key < 6; ++key) {
      for (int sequence = 1; sequence <= 8; ++sequence) {
        const outbox::Event event = MakeEvent(prefix + std::to_string(key), sequence);
        owner_.Add(event);
        messages.insert(messages.end(), 1 + random() % 2, Wrap(event));
      }
    }
    std::shuffle(messages.begin(), messages.end(), random);
    for (auto next = messages.begin(); next != messages.end();) {
      const auto left = messages.end() - next;
      const auto size = std::min<std::ptrdiff_t>(left, 1 + static_cast<int>(random() % 30));
      TakeAll(*inbox, {next, next + size});
      next += size;
    }
    for (int key = 0; key < 6; ++key) {
      EXPECT_EQ(EffectsOf(prefix + std::to_string(key)), "1 2 3 4 5 6 7 8") << "seed " << seed;
    }
    EXPECT_EQ(Counts(*inbox).parked, 0);
  }
}

}  // namespace
}  // namespace motcua::inbox
