// From a transition's answer, which comes after its commit, until a consumer of the event sees it:
// outbox publisher, broker and consumer together. One transition at a time, as Kafka's own
// EndToEndLatency sends one message at a time.
//
//   visible_load PROCESSING BROKERS TOPIC COUNT DOSSIERS_FILE
//
// The consumer is the one that our programs use. Prints one JSON object; `visible` counts from the
// answer (an event seen before its caller had the answer counts as 0), `whole` from the request.

#include <algorithm>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <boost/json/serialize.hpp>

#include "motcua/base/error.h"
#include "motcua/base/uuid.h"
#include "motcua/kafka/consumer.h"
#include "motcua/rpc/client.h"

#include "dossiers.h"
#include "latency.h"

namespace motcua::bench {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

constexpr std::chrono::seconds kVisibleLimit = 30s;
constexpr std::chrono::seconds kReadyLimit = 60s;

/// The newest sequence of each dossier that the consumer saw, and when. Thread-safe.
class Sightings {
 public:
  void Note(const std::string& dossier, std::int64_t sequence) {
    const SteadyClock::time_point now = SteadyClock::now();
    const std::lock_guard lock(mutex_);
    Sighting& sighting = seen_[dossier];
    if (sequence > sighting.sequence) {
      sighting = {.sequence = sequence, .at = now};
      changed_.notify_all();
    }
  }

  /// When `sequence` of the dossier was seen; false after kVisibleLimit without it.
  bool Wait(const std::string& dossier, std::int64_t sequence, SteadyClock::time_point& at) {
    std::unique_lock lock(mutex_);
    const bool seen =
        changed_.wait_for(lock, kVisibleLimit, [&] { return seen_[dossier].sequence >= sequence; });
    at = seen_[dossier].at;
    return seen;
  }

 private:
  struct Sighting {
    std::int64_t sequence = 0;
    SteadyClock::time_point at;
  };
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, Sighting> seen_;
};

absl::Status Note(Sightings& sightings, const kafka::Message& message) {
  const std::string_view text = kafka::Header(message, "ce_sequence");
  std::int64_t sequence = 0;
  std::from_chars(text.data(), text.data() + text.size(), sequence);
  sightings.Note(message.key, sequence);
  return absl::OkStatus();
}

/// Waits until the group has assigned partitions and events of earlier runs are read.
bool WaitCaughtUp(const kafka::Consumer& consumer) {
  const SteadyClock::time_point end = SteadyClock::now() + kReadyLimit;
  while (SteadyClock::now() < end) {
    if (consumer.assigned()) {
      std::int64_t left = 0;
      const auto lag = consumer.lag();
      for (const auto& partition : lag) {
        left += partition.messages;
      }
      if (!lag.empty() && left == 0) {
        return true;
      }
    }
    std::this_thread::sleep_for(100ms);
  }
  return false;
}

absl::Status Measure(std::vector<Dossier>& dossiers, std::size_t count, Sightings& sightings,
                     boost::json::object& report) {
  std::vector<std::chrono::nanoseconds> visible;
  std::vector<std::chrono::nanoseconds> whole;
  for (std::size_t i = 0; i < count; ++i) {
    Dossier& dossier = dossiers[i % dossiers.size()];
    const SteadyClock::time_point asked = SteadyClock::now();
    if (const absl::Status status = dossier.Transfer(); !status.ok()) {
      return status;
    }
    const SteadyClock::time_point answered = SteadyClock::now();
    SteadyClock::time_point seen;
    if (!sightings.Wait(dossier.id(), dossier.sequence(), seen)) {
      return Error(absl::StatusCode::kDeadlineExceeded, "EVENT_NOT_SEEN",
                   "the event of a transition was not seen in time", {{"dossier", dossier.id()}});
    }
    visible.push_back(std::max<std::chrono::nanoseconds>(seen - answered, 0ns));
    whole.push_back(seen - asked);
  }
  report["transitions"] = visible.size();
  ReportLatency(visible, "visible", report);
  ReportLatency(whole, "whole", report);
  return absl::OkStatus();
}

int Fail(const absl::Status& status) {
  std::cerr << "visible_load: " << status << '\n';
  return 1;
}

int Run(const std::string& processing, const std::string& brokers, const std::string& topic,
        std::size_t count, const std::string& file) {
  absl::StatusOr<std::vector<Dossier>> dossiers = OpenAll(rpc::MakeChannel({processing}), file);
  if (!dossiers.ok()) {
    return Fail(dossiers.status());
  }
  if (dossiers->empty()) {
    std::cerr << "visible_load: no dossiers\n";
    return 65;
  }
  Sightings sightings;
  const auto consumer =
      kafka::Consumer::Start({.brokers = brokers,
                              .group = "motcua.bench." + RandomIdGenerator().NewId(),
                              .topics = {topic},
                              .client_id = "visible_load"},
                             kafka::Consumer::OneByOne([&sightings](const kafka::Message& message) {
                               return Note(sightings, message);
                             }));
  if (!consumer.ok()) {
    return Fail(consumer.status());
  }
  if (!WaitCaughtUp(**consumer)) {
    std::cerr << "visible_load: the consumer did not catch up\n";
    return 1;
  }
  boost::json::object report;
  const absl::Status status = Measure(*dossiers, count, sightings, report);
  (*consumer)->Stop(10s);
  if (!status.ok()) {
    return Fail(status);
  }
  std::cout << boost::json::serialize(report) << std::endl;
  return 0;
}

}  // namespace
}  // namespace motcua::bench

int main(int argc, char** argv) {
  int count = 0;
  const std::string_view text = argc == 6 ? argv[4] : "";
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (ec != std::errc() || end != text.data() + text.size() || count < 1) {
    std::cerr << "usage: visible_load PROCESSING BROKERS TOPIC COUNT DOSSIERS_FILE\n";
    return 64;
  }
  return motcua::bench::Run(argv[1], argv[2], argv[3], static_cast<std::size_t>(count), argv[5]);
}
