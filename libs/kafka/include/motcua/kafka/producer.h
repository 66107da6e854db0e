#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "motcua/kafka/library.h"
#include "motcua/kafka/message.h"

namespace motcua::kafka {

/// An idempotent producer (librdkafka; settings of reliability 1.4). One batch at a time: `SendAll`
/// hands the messages over in order and waits for every acknowledgement. Not thread-safe.
///
/// librdkafka 2.0.2 can fail fatally after a disconnect, so this is expected: after any error the
/// object is unusable, and its owner destroys it and makes a new one (R1.3, R1.13).
class Producer {
 public:
  struct Options {
    std::string brokers;
    std::string client_id;
    std::chrono::milliseconds linger{0};
    Hooks hooks;
  };
  /// INVALID_ARGUMENT / KAFKA_CONFIG when an option is refused; does not wait for brokers.
  static absl::StatusOr<std::unique_ptr<Producer>> Create(const Options& options);
  /// Drops what was not acknowledged; takes a second or two at most, whatever the broker does.
  virtual ~Producer() = default;

  /// Number of leading messages acknowledged, in order; fewer than given means the rest is unknown
  /// and `error` says why: UNAVAILABLE with reason KAFKA_TIMEOUT, KAFKA_FATAL, KAFKA_TOPIC_UNKNOWN
  /// or KAFKA_REFUSED; INVALID_ARGUMENT / MESSAGE_TOO_LARGE (over 256 KiB), which is permanent.
  /// Waits at most `timeout`.
  struct Outcome {
    std::size_t acknowledged = 0;
    absl::Status error;
  };
  virtual Outcome SendAll(const std::vector<Message>& messages,
                          std::chrono::milliseconds timeout) = 0;
};

}  // namespace motcua::kafka
