#include "motcua/command/batcher.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <set>

#include <gtest/gtest.h>

namespace motcua::command {
namespace {

struct Numbered : Batcher::Item {
  explicit Numbered(int n, std::atomic<int>* alive = nullptr) : number(n), dropped(alive) {}
  ~Numbered() override {
    if (dropped != nullptr) {
      ++*dropped;
    }
  }
  int number;
  std::atomic<int>* dropped;
};

/// Records the batches; each one waits until it is released.
class Notes final : public Batcher::Kind {
 public:
  explicit Notes(bool holding = false) : holding_(holding) {}

  void Run(Batcher::Batch batch) override {
    std::vector<int> numbers;
    for (const auto& item : batch) {
      numbers.push_back(static_cast<Numbered&>(*item).number);
    }
    std::unique_lock lock(mutex_);
    batches_.push_back(std::move(numbers));
    changed_.notify_all();
    changed_.wait(lock, [this] { return !holding_; });
  }
  void LetGo() {
    const std::lock_guard lock(mutex_);
    holding_ = false;
    changed_.notify_all();
  }
  std::vector<std::vector<int>> AwaitBatches(std::size_t count) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(
        changed_.wait_for(lock, std::chrono::minutes(1), [&] { return batches_.size() >= count; }));
    return batches_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool holding_;
  std::vector<std::vector<int>> batches_;
};

bool Submit(Batcher& batcher, Batcher::Kind& kind, const std::string& line, int number) {
  return batcher.Submit(kind, line, std::make_unique<Numbered>(number)) == nullptr;
}

TEST(BatcherTest, AloneIsABatchOfOne) {
  Notes notes;
  Batcher batcher({.on_batch = {}});
  ASSERT_TRUE(Submit(batcher, notes, "a", 1));
  EXPECT_EQ(notes.AwaitBatches(1), (std::vector<std::vector<int>>{{1}}));
}

TEST(BatcherTest, WhatWaitsGoesTogetherAndALineKeepsItsOrder) {
  Notes notes(true);
  Batcher batcher({.lanes = 1, .on_batch = {}});
  ASSERT_TRUE(Submit(batcher, notes, "first", 0));
  notes.AwaitBatches(1);
  ASSERT_TRUE(Submit(batcher, notes, "a", 1));
  ASSERT_TRUE(Submit(batcher, notes, "b", 2));
  ASSERT_TRUE(Submit(batcher, notes, "a", 3));
  notes.LetGo();
  EXPECT_EQ(notes.AwaitBatches(2)[1], (std::vector<int>{1, 3, 2}));
}

TEST(BatcherTest, ALaneTakesItsShareAndALineIsInOneLaneOnly) {
  Notes notes(true);
  Batcher batcher({.lanes = 2, .on_batch = {}});
  ASSERT_TRUE(Submit(batcher, notes, "x", 100));
  ASSERT_TRUE(Submit(batcher, notes, "y", 101));
  notes.AwaitBatches(2);
  for (int i = 0; i < 8; ++i) {
    ASSERT_TRUE(Submit(batcher, notes, "line" + std::to_string(i), i));
  }
  // Behind the two that are running.
  ASSERT_TRUE(Submit(batcher, notes, "x", 102));
  ASSERT_TRUE(Submit(batcher, notes, "y", 103));
  notes.LetGo();
  const auto batches = notes.AwaitBatches(4);
  EXPECT_EQ(batches[2].size(), 5U) << "half of ten";
  std::set<int> seen;
  for (const std::vector<int>& batch : batches) {
    seen.insert(batch.begin(), batch.end());
  }
  EXPECT_GE(seen.size(), 8U);
}

TEST(BatcherTest, NeverMoreThanTheMost) {
  Notes notes(true);
  Batcher batcher({.lanes = 1, .most = 3, .on_batch = {}});
  ASSERT_TRUE(Submit(batcher, notes, "first", 0));
  notes.AwaitBatches(1);
  for (int i = 1; i <= 7; ++i) {
    ASSERT_TRUE(Submit(batcher, notes, "one line", i));
  }
  notes.LetGo();
  const auto batches = notes.AwaitBatches(4);
  EXPECT_EQ(batches[1], (std::vector<int>{1, 2, 3}));
  EXPECT_EQ(batches[2], (std::vector<int>{4, 5, 6}));
  EXPECT_EQ(batches[3], (std::vector<int>{7}));
}

TEST(BatcherTest, KindsDoNotMix) {
  Notes some(true);
  Notes others;
  Batcher batcher({.lanes = 1, .on_batch = {}});
  ASSERT_TRUE(Submit(batcher, some, "first", 0));
  some.AwaitBatches(1);
  ASSERT_TRUE(Submit(batcher, some, "a", 1));
  ASSERT_TRUE(Submit(batcher, others, "a", 2));
  ASSERT_TRUE(Submit(batcher, some, "b", 3));
  some.LetGo();
  EXPECT_EQ(some.AwaitBatches(2)[1], (std::vector<int>{1, 3}));
  EXPECT_EQ(others.AwaitBatches(1)[0], (std::vector<int>{2}));
}

TEST(BatcherTest, TooManyAreGivenBack) {
  Notes notes(true);
  Batcher batcher({.lanes = 1, .limit = 2, .on_batch = {}});
  ASSERT_TRUE(Submit(batcher, notes, "first", 0));
  notes.AwaitBatches(1);
  EXPECT_TRUE(Submit(batcher, notes, "a", 1));
  EXPECT_TRUE(Submit(batcher, notes, "b", 2));
  EXPECT_FALSE(Submit(batcher, notes, "c", 3));
  EXPECT_EQ(batcher.waiting(), 2U);
  notes.LetGo();
}

TEST(BatcherTest, StopFinishesWhatIsInHandAndDropsWhatWaits) {
  Notes notes(true);
  std::atomic<int> dropped = 0;
  Batcher batcher({.lanes = 1, .limit = 1'000'000'000, .on_batch = {}});
  ASSERT_TRUE(Submit(batcher, notes, "first", 0));
  notes.AwaitBatches(1);
  ASSERT_EQ(batcher.Submit(notes, "a", std::make_unique<Numbered>(1, &dropped)), nullptr);
  auto stopped = std::async(std::launch::async, [&] { batcher.Stop(); });
  // Refused from the moment it stops.
  while (Submit(batcher, notes, "probe", 9)) {
    std::this_thread::yield();
  }
  notes.LetGo();
  stopped.get();
  EXPECT_EQ(dropped, 1);
  EXPECT_EQ(notes.AwaitBatches(1).size(), 1U) << "nothing else was run";
  EXPECT_FALSE(Submit(batcher, notes, "late", 5));
}

TEST(BatcherTest, TellsOfEachBatch) {
  std::promise<std::size_t> told;
  Notes notes;
  Batcher batcher({.on_batch = [&](std::size_t items, std::chrono::nanoseconds waited) {
    EXPECT_GE(waited.count(), 0);
    told.set_value(items);
  }});
  ASSERT_TRUE(Submit(batcher, notes, "a", 1));
  EXPECT_EQ(told.get_future().get(), 1U);
}

}  // namespace
}  // namespace motcua::command
