#include "motcua/program/feed.h"

#include <algorithm>
#include <utility>

#include "motcua/base/status_macros.h"

#include "own_call.h"

namespace motcua::program {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kStop = 10s;
// Time limit of the messages of one poll; a stop waits for it.
constexpr std::chrono::milliseconds kTakeLimit = 8s;
static_assert(kTakeLimit < kStop);

}  // namespace

Feed::Feed(Options options, const ProcessOptions& process, const log::Logger& logger,
           runtime::Shutdown& shutdown, metrics::Registry& metrics)
    : options_(std::move(options)),
      process_(process),
      logger_(logger),
      shutdown_(shutdown),
      partitions_(metrics
                      .AddGauge("motcua_kafka_consumer_assigned_partitions",
                                "Partitions held here.", {"consumer"})
                      .With({options_.name})),
      messages_behind_(metrics
                           .AddGauge("motcua_kafka_consumer_lag_events",
                                     "Messages not consumed yet.", {"consumer"})
                           .With({options_.name})) {}

absl::Status Feed::Start() {
  MOTCUA_ASSIGN_OR_RETURN(
      consumer_,
      kafka::Consumer::Start(
          {.brokers = process_.kafka_brokers,
           .group = "motcua." + options_.name,
           .topics = options_.topics,
           .client_id = "motcua-" + process_.service,
           .on_stuck = [this] { shutdown_.Request("a consumer is stuck"); },
           .on_revoked = options_.on_revoked,
           .longest_backoff = options_.longest_backoff,
           .gather = options_.gather},
          [this](const std::vector<kafka::Message>& messages) { return Hand(messages); }));
  return absl::OkStatus();
}

void Feed::Stop() {
  if (consumer_ != nullptr) {
    consumer_->Stop(kStop);
  }
}

std::vector<absl::Status> Feed::Hand(const std::vector<kafka::Message>& messages) const {
  std::vector<absl::Status> ended = options_.take(OwnCall(process_.service, kTakeLimit), messages);
  const auto failed =
      std::ranges::find_if(ended, [](const absl::Status& status) { return !status.ok(); });
  if (failed != ended.end()) {
    logger_.Warn("events wait", *failed, {{"topic", messages.front().topic}});
  }
  return ended;
}

std::vector<kafka::Consumer::Lag> Feed::lag() const {
  return consumer_ == nullptr ? std::vector<kafka::Consumer::Lag>() : consumer_->lag();
}

void Feed::ReadGauges() {
  const std::vector<kafka::Consumer::Lag> held = lag();
  std::int64_t messages = 0;
  for (const kafka::Consumer::Lag& partition : held) {
    messages += partition.messages;
  }
  partitions_.Set(static_cast<double>(held.size()));
  messages_behind_.Set(static_cast<double>(messages));
}

}  // namespace motcua::program
