#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "motcua/kafka/producer.h"

#include "handle.h"

namespace motcua::kafka {

/// `Producer` over librdkafka.
class RdProducer final : public Producer {
 public:
  static absl::StatusOr<std::unique_ptr<RdProducer>> Make(const Options& options);
  ~RdProducer() override;

  Outcome SendAll(const std::vector<Message>& messages, std::chrono::milliseconds timeout) override;

  /// For tests that force a fatal error.
  rd_kafka_t* handle() const { return handle_->get(); }

 private:
  using Deadline = std::chrono::steady_clock::time_point;
  RdProducer() = default;

  static void OnReport(rd_kafka_t* rk, const rd_kafka_message_t* message, void* opaque);
  /// Asks for the topic's partitions once, so that its first message does not wait (#5032).
  absl::Status Warm(const std::string& topic, Deadline deadline);
  absl::Status Enqueue(const Message& message, std::size_t index, Deadline deadline);
  /// Serves delivery reports until all `sent` came, one failed, or the deadline passed.
  absl::Status AwaitReports(std::size_t sent, Deadline deadline);
  absl::Status FatalError() const;

  std::shared_ptr<Handle> handle_;
  std::set<std::string> warm_;
  // The present batch. Reports arrive only inside rd_kafka_poll, on the caller's thread.
  std::vector<bool> acknowledged_;
  std::size_t reports_ = 0;
  rd_kafka_resp_err_t refused_ = RD_KAFKA_RESP_ERR_NO_ERROR;
  /// Why this producer is unusable; OK while it is usable.
  absl::Status broken_;
};

}  // namespace motcua::kafka
