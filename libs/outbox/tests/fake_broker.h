#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "motcua/kafka/producer.h"
#include "motcua/outbox/event.h"

namespace motcua::outbox {

/// A fake broker, which stores messages in order of arrival. Its producers can be made to fail or
/// to hang. Thread-safe.
class FakeBroker {
 public:
  struct Arrival {
    std::string key;
    std::int64_t sequence;
    std::chrono::steady_clock::time_point at;
  };

  /// A producer whose `SendAll` calls `before` first (which may wait), then accepts as many
  /// messages as `accept` returns: fewer than given is a failure, after which that producer is
  /// unusable.
  std::unique_ptr<kafka::Producer> MakeProducer();
  /// Both are called from publishers' threads.
  std::function<void()> before_send;
  std::function<std::size_t(std::size_t messages)> accept;

  void Take(const kafka::Message& message);
  std::vector<Arrival> arrivals() const;
  /// "key:sequence" in the order of arrival.
  std::vector<std::string> names() const;
  std::size_t distinct() const;
  int producers_made() const;

 private:
  mutable std::mutex mutex_;
  std::vector<Arrival> arrivals_;
  std::set<std::string> event_ids_;
  int producers_made_ = 0;
};

}  // namespace motcua::outbox
