#include "motcua/outbox/publisher.h"

#include <algorithm>
#include <array>
#include <thread>
#include <utility>

#include "motcua/base/check.h"
#include "motcua/outbox/event_log.h"

#include "shard_publisher.h"
#include "wakeup.h"

namespace motcua::outbox {
namespace {

class ThreadPerShard final : public Publisher {
 public:
  explicit ThreadPerShard(Options options) : options_(std::move(options)) {
    MOTCUA_CHECK(options_.make_producer != nullptr);
    for (int shard = 0; shard < kShards; ++shard) {
      shards_.push_back(std::make_unique<Shard>(options_, shard));
    }
  }

  ~ThreadPerShard() override { Stop(); }

  void Notify() override {
    for (const std::unique_ptr<Shard>& shard : shards_) {
      shard->wakeup.Notify();
    }
  }

  void Stop() override {
    for (const std::unique_ptr<Shard>& shard : shards_) {
      shard->wakeup.Stop();
    }
    const std::lock_guard lock(stopping_);
    for (const std::unique_ptr<Shard>& shard : shards_) {
      if (shard->thread.joinable()) {
        shard->thread.join();
      }
    }
  }

  int shards_held() const override {
    return static_cast<int>(std::count_if(
        shards_.begin(), shards_.end(), [](const auto& shard) { return shard->publisher.held(); }));
  }

 private:
  struct Shard {
    Shard(const Options& options, int number)
        : publisher(options, number, wakeup), thread([this] { publisher.Run(); }) {}
    Wakeup wakeup;
    ShardPublisher publisher;
    std::thread thread;
  };

  const Options options_;
  std::vector<std::unique_ptr<Shard>> shards_;
  std::mutex stopping_;
};

}  // namespace

std::unique_ptr<Publisher> Publisher::Start(Options options) {
  return std::make_unique<ThreadPerShard>(std::move(options));
}

}  // namespace motcua::outbox
