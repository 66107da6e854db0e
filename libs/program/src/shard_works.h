#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "motcua/base/clock.h"
#include "motcua/operations/operations_service.h"
#include "motcua/program/shard_worker.h"

namespace motcua::program {

/// All of a program's work on shards: a worker for each shard of each kind. Used from one thread,
/// except for the returned wake-up functions.
class ShardWorks {
 public:
  /// `shown` tells operators of what each work sets aside.
  ShardWorks(const db::Connection::Options& connection, const log::Logger& logger,
             metrics::Registry& metrics, operations::OperationsServiceImpl& shown);

  /// The returned function wakes the workers of this kind while they run.
  std::function<void()> Add(ShardWork work);
  void Start();
  void RequestStop();
  void Stop();

 private:
  /// Guards `running` against a wake-up from another thread.
  struct Kind {
    ShardWork work;
    /// By shard; they stay where they are.
    std::deque<operations::SetAside> set_aside;
    std::vector<metrics::CallbackHandle> gauges;
    std::mutex mutex;
    std::vector<std::unique_ptr<ShardWorker>> running;

    void ForEach(void (ShardWorker::*action)()) {
      const std::lock_guard lock(mutex);
      for (const std::unique_ptr<ShardWorker>& worker : running) {
        (worker.get()->*action)();
      }
    }
  };

  operations::SetAside& AddSetAside(Kind& kind, int shard);

  const db::Connection::Options& connection_;
  const log::Logger& logger_;
  metrics::Registry& metrics_;
  operations::OperationsServiceImpl& shown_;
  const SystemClock machine_;
  metrics::Family<metrics::Gauge> held_;
  metrics::Family<metrics::Gauge> progress_;
  std::vector<std::shared_ptr<Kind>> kinds_;
};

}  // namespace motcua::program
