#include "shard_works.h"

#include <string>
#include <utility>

namespace motcua::program {

ShardWorks::ShardWorks(const db::Connection::Options& connection, const log::Logger& logger,
                       metrics::Registry& metrics)
    : connection_(connection),
      logger_(logger),
      held_(metrics.AddGauge("motcua_shard_held_state",
                             "1 while this replica holds the shard and does its work.",
                             {"purpose", "shard"})),
      progress_(metrics.AddGauge("motcua_shard_progress_timestamp_seconds",
                                 "When a round last ended well, Unix time.",
                                 {"purpose", "shard"})) {}

std::function<void()> ShardWorks::Add(ShardWork work) {
  auto kind = std::make_shared<Kind>();
  kind->work = std::move(work);
  kinds_.push_back(kind);
  return [kind] { kind->ForEach(&ShardWorker::Notify); };
}

void ShardWorks::Start() {
  for (const std::shared_ptr<Kind>& kind : kinds_) {
    const std::lock_guard lock(kind->mutex);
    for (int shard = 0; shard < kind->work.shards; ++shard) {
      const std::string number = std::to_string(shard);
      kind->running.push_back(std::make_unique<ShardWorker>(
          ShardWorker::Parts{.connection = connection_,
                             .logger = logger_,
                             .held = held_.With({kind->work.purpose, number}),
                             .progress = progress_.With({kind->work.purpose, number})},
          kind->work, shard));
    }
  }
}

void ShardWorks::RequestStop() {
  for (const std::shared_ptr<Kind>& kind : kinds_) {
    kind->ForEach(&ShardWorker::RequestStop);
  }
}

void ShardWorks::Stop() {
  for (const std::shared_ptr<Kind>& kind : kinds_) {
    // Outside the lock: a running item may wake another kind of work.
    std::vector<std::unique_ptr<ShardWorker>> ending;
    {
      const std::lock_guard lock(kind->mutex);
      ending.swap(kind->running);
    }
  }
}

}  // namespace motcua::program
