// Replicas that take the same events at the same time.

#include <algorithm>
#include <random>
#include <thread>

#include "inbox_fixture.h"

namespace motcua::inbox {
namespace {

class RaceTest : public InboxTest, public ::testing::WithParamInterface<bool> {};

TEST_P(RaceTest, EachEffectOnceAndInOrder) {
  const bool ordered = GetParam();
  constexpr int kKeys = 20;
  constexpr int kPerKey = 25;
  std::vector<kafka::Message> messages;
  for (int sequence = 1; sequence <= kPerKey; ++sequence) {
    for (int key = 0; key < kKeys; ++key) {
      const outbox::Event event = MakeEvent("key-" + std::to_string(key), sequence,
                                            key == 7 && sequence == 9 ? "poison" : "fine");
      owner_.Add(event);
      messages.push_back(Wrap(event));
    }
  }
  const auto replica = [&](unsigned seed) {
    // Mostly in order within a key; neighbours are sometimes swapped.
    std::vector<kafka::Message> mine = messages;
    std::mt19937 random(seed);
    for (std::size_t i = 0; i + kKeys < mine.size(); ++i) {
      if (random() % 5 == 0) {
        std::swap(mine[i], mine[i + kKeys]);
      }
    }
    const auto inbox = MakeInbox(ordered);
    for (const kafka::Message& message : mine) {
      absl::StatusOr<Taken> taken = inbox->TakeMessage({}, message);
      while (!taken.ok()) {
        taken = inbox->TakeMessage({}, message);
      }
    }
  };
  {
    std::vector<std::jthread> replicas;
    for (unsigned seed = 1; seed <= 3; ++seed) {
      replicas.emplace_back(replica, seed);
    }
  }
  const auto inbox = MakeInbox(ordered);
  EXPECT_EQ(Counts(*inbox).dead_letters, 1);
  handler_.poison.clear();
  EXPECT_TRUE(inbox->Redrive({}, MakeEvent("key-7", 9).event_id).ok());
  EXPECT_TRUE(inbox->DrainParked({}, 100).ok());

  EXPECT_EQ(CountEffects(), kKeys * kPerKey);
  EXPECT_EQ(Number("SELECT count(DISTINCT event_id) FROM effects"), kKeys * kPerKey);
  EXPECT_EQ(Counts(*inbox).parked, 0);
  if (ordered) {
    EXPECT_EQ(Number("SELECT count(*) FROM effects e JOIN effects f ON e.key = f.key "
                     "AND e.id < f.id AND e.sequence >= f.sequence"),
              0);
  }
}

INSTANTIATE_TEST_SUITE_P(OrderedAndFacts, RaceTest, ::testing::Bool());

}  // namespace
}  // namespace motcua::inbox
