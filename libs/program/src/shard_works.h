#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "motcua/program/shard_worker.h"

namespace motcua::program {

/// All of a program's work on shards: a worker for each shard of each kind. Used from one thread,
/// except for the returned wake-up functions.
class ShardWorks {
 public:
  ShardWorks(const db::Connection::Options& connection, const log::Logger& logger,
             metrics::Registry& metrics);

  /// The returned function wakes the workers of this kind while they run.
  std::function<void()> Add(ShardWork work);
  void Start();
  void RequestStop();
  void Stop();

 private:
  /// Guards `running` against a wake-up from another thread.
  struct Kind {
    ShardWork work;
    std::mutex mutex;
    std::vector<std::unique_ptr<ShardWorker>> running;

    void ForEach(void (ShardWorker::*action)()) {
      const std::lock_guard lock(mutex);
      for (const std::unique_ptr<ShardWorker>& worker : running) {
        (worker.get()->*action)();
      }
    }
  };

  const db::Connection::Options& connection_;
  const log::Logger& logger_;
  metrics::Family<metrics::Gauge> held_;
  metrics::Family<metrics::Gauge> progress_;
  std::vector<std::shared_ptr<Kind>> kinds_;
};

}  // namespace motcua::program
