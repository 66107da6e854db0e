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

/// Collects what waits at the same moment into batches (design rule 1a; docs/adr/0017).
///
/// A few lanes, each a thread. A lane that becomes free takes what waits, but only its share of it,
/// so that the other lanes have work too: alone, an item is a batch of one and starts at once;
/// under load batches grow by themselves. Nothing waits for company.
///
/// Items of one line (the commands on one dossier) go in the order in which they came, and a line
/// is in one lane at a time. A batch has items of one kind only. Thread-safe.
class Batcher {
 public:
  struct Options {
    int lanes = 2;
    /// Items in a batch.
    std::size_t most = 32;
    /// Items that wait; more are refused.
    std::size_t limit = 1024;
    /// Told of every batch: its items, and how long the first of them had waited. For metrics; may
    /// be empty.
    std::function<void(std::size_t items, std::chrono::nanoseconds waited)> on_batch;
  };

  /// Something that waits. Destroyed without having been run when the batcher stops.
  class Item {
   public:
    virtual ~Item() = default;
  };
  using Batch = std::vector<std::unique_ptr<Item>>;

  /// One kind of items. Outlives the batcher's last batch.
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

  /// Gives the item back when too many wait, and after `Stop`; nothing otherwise.
  [[nodiscard]] std::unique_ptr<Item> Submit(Kind& kind, const std::string& line,
                                             std::unique_ptr<Item> item);

  /// Finishes the batches in hand and drops what waits.
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
  /// What a free lane takes now: lines and their items, all of one kind.
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
