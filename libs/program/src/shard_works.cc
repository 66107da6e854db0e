#include "shard_works.h"

#include <string>
#include <utility>

namespace motcua::program {

ShardWorks::ShardWorks(const db::Connection::Options& connection, const log::Logger& logger,
                       metrics::Registry& metrics, operations::OperationsServiceImpl& shown)
    : connection_(connection),
      logger_(logger),
      metrics_(metrics),
      shown_(shown),
      held_(metrics.AddGauge("motcua_shard_held_state",
                             "1 while this replica holds the shard and does its work.",
                             {"purpose", "shard"})),
      progress_(metrics.AddGauge("motcua_shard_progress_timestamp_seconds",
                                 "When a round last ended well, Unix time.",
                                 {"purpose", "shard"})) {}

std::function<void()> ShardWorks::Add(ShardWork work) {
  auto kind = std::make_shared<Kind>();
  kind->work = std::move(work);
  const auto wake = [kind] { kind->ForEach(&ShardWorker::Notify); };
  operations::OperationsServiceImpl::Worker worker{.name = kind->work.purpose, .wake = wake};
  for (int shard = 0; shard < kind->work.shards; ++shard) {
    operations::SetAside& set_aside = AddSetAside(*kind, shard);
    worker.set_aside.push_back(&set_aside);
  }
  shown_.AddWorker(std::move(worker));
  kinds_.push_back(kind);
  return wake;
}

operations::SetAside& ShardWorks::AddSetAside(Kind& kind, int shard) {
  const auto tell = [this, &work = kind.work, shard](const operations::ItemSetAside& item,
                                                     const absl::Status& why) {
    logger_.Error(
        "item set aside", why,
        {{"purpose", work.purpose}, {"shard", shard}, {"item", item.item}, {"tries", item.tries}});
  };
  operations::SetAside& set_aside = kind.set_aside.emplace_back(machine_, tell);
  kind.gauges.push_back(metrics_.AddCallback(
      metrics::Kind::kGauge, "motcua_shard_set_aside_items",
      "Items of the shard's work that failed by themselves and are tried again later.",
      {"purpose", "shard"}, {kind.work.purpose, std::to_string(shard)},
      [&set_aside] { return static_cast<double>(set_aside.size()); }));
  return set_aside;
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
                             .progress = progress_.With({kind->work.purpose, number}),
                             .set_aside = kind->set_aside[static_cast<std::size_t>(shard)]},
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
