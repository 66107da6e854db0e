#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace motcua::command {

/// Collects items that wait at the same time into batches (design rule 1a; docs/adr/0017).
///
/// There are a few lanes, each a thread. A lane that becomes free takes its share of the waiting
/// items, so that the other lanes have work too. A single item is a batch of one and starts at
/// once; batches grow under load. An item never waits for others to join its batch.
///
/// Items of one line (the commands on one dossier) run in the order of submission, and a line is in
/// one lane at a time. All items of a batch are of one kind. Thread-safe.
class Batcher {
 public:
  struct Options {
    int lanes = 2;
    /// Items in a batch.
    std::size_t most = 32;
    /// Limit on waiting items; more are refused.
    std::size_t limit = 1024;
    /// Called for every batch with the number of items and how long the first one waited. For
    /// metrics; may be empty.
    std::function<void(std::size_t items, std::chrono::nanoseconds waited)> on_batch;
  };

  /// A waiting item. Destroyed without being run when the batcher stops.
  class Item {
   public:
    virtual ~Item() = default;
  };
  using Batch = std::vector<std::unique_ptr<Item>>;

  /// A kind of items. Must outlive the batcher's last batch.
  class Kind {
   public:
    virtual ~Kind() = default;
    /// Called from a lane's thread.
    virtual void Run(Batch batch) = 0;
  };

  explicit Batcher(Options options);
  /// Stops.
  ~Batcher();
  Batcher(const Batcher&) = delete;
  Batcher& operator=(const Batcher&) = delete;

  /// Returns the item when too many are waiting or after `Stop`, otherwise nullptr.
  [[nodiscard]] std::unique_ptr<Item> Submit(Kind& kind, const std::string& line,
                                             std::unique_ptr<Item> item);

  /// Finishes the running batches and drops waiting items.
  void Stop();

  std::size_t waiting() const;

 private:
  using SteadyTime = std::chrono::steady_clock::time_point;
  struct Waiting {
    std::unique_ptr<Item> item;
    SteadyTime since;
  };
  struct Line {
    Kind* kind = nullptr;
    std::deque<Waiting> items;
  };
  using LineKey = std::pair<Kind*, std::string>;
  using Lines = std::map<LineKey, Line>;

  void Work();
  /// What a free lane takes: lines and their items, all of one kind.
  struct Taken {
    Kind* kind = nullptr;
    std::vector<Lines::iterator> lines;
    Batch batch;
    SteadyTime oldest{};
  };
  Taken Take();
  void GiveBack(const std::vector<Lines::iterator>& lines);

  const Options options_;
  mutable std::mutex mutex_;
  std::condition_variable arrived_;
  Lines lines_;
  // Lines that have items and are in no lane, oldest first.
  std::deque<Lines::iterator> ready_;
  std::size_t waiting_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> lanes_;
};

}  // namespace motcua::command
