#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <absl/status/status.h>

#include "motcua/base/call_context.h"
#include "motcua/kafka/consumer.h"
#include "motcua/log/logger.h"
#include "motcua/metrics/registry.h"
#include "motcua/program/process_options.h"
#include "motcua/runtime/shutdown.h"

namespace motcua::program {

/// For `Feed::Options::gather`, for consumers whose effects are not urgent (ADR 0022).
inline constexpr std::chrono::milliseconds kNotUrgent{100};

/// Passes messages of Kafka topics to a function, in a separate consumer group. Created, started
/// and stopped by a Process.
class Feed {
 public:
  /// Returns the outcome of each message. After an error, which is logged, the message is delivered
  /// again. The context is the program's own, with a time limit.
  using Take = std::function<std::vector<absl::Status>(const CallContext&,
                                                       const std::vector<kafka::Message>&)>;
  struct Options {
    /// Label of its metrics; the group is motcua.<name>.
    std::string name;
    std::vector<std::string> topics;
    Take take;
    /// As in kafka::Consumer::Options.
    std::function<void()> on_revoked;
    std::chrono::milliseconds longest_backoff{30000};
    std::chrono::milliseconds gather{0};
  };
  Feed(Options options, const ProcessOptions& process, const log::Logger& logger,
       runtime::Shutdown& shutdown, metrics::Registry& metrics);

  absl::Status Start();
  /// Finishes the running handler and leaves the group.
  void Stop();

  /// As kafka::Consumer::lag; empty before the start.
  std::vector<kafka::Consumer::Lag> lag() const;
  void ReadGauges();

 private:
  std::vector<absl::Status> Hand(const std::vector<kafka::Message>& messages) const;

  const Options options_;
  const ProcessOptions& process_;
  const log::Logger& logger_;
  runtime::Shutdown& shutdown_;
  metrics::Gauge& partitions_;
  metrics::Gauge& messages_behind_;
  std::unique_ptr<kafka::Consumer> consumer_;
};

}  // namespace motcua::program
