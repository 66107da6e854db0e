#pragma once

#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "motcua/kafka/consumer.h"

#include "consumer_loop.h"

namespace motcua::kafka {

/// `Consumer` over librdkafka: owns the thread of a loop.
class RdConsumer final : public Consumer {
 public:
  static absl::StatusOr<std::unique_ptr<RdConsumer>> Make(const Options& options, Handler handler);
  ~RdConsumer() override;

  void Stop(std::chrono::milliseconds limit) override;
  std::vector<Lag> lag() const override { return loop_->lag(); }
  bool assigned() const override { return loop_->assigned(); }

  /// For tests that force a fatal error.
  std::shared_ptr<Handle> handle() const { return loop_->handle(); }

 private:
  explicit RdConsumer(std::shared_ptr<ConsumerLoop> loop);
  std::shared_ptr<ConsumerLoop> loop_;
  std::mutex stopping_;
  std::thread thread_;
};

}  // namespace motcua::kafka
