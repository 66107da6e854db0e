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

/// What a broker keeps: messages in the order in which they arrived. Its producers can be made to
/// fail or to hang. Thread-safe.
class FakeBroker {
 public:
  struct Arrival {
    std::string key;
    std::int64_t sequence;
    std::chrono::steady_clock::time_point at;
  };

  /// A producer whose `SendAll` calls `before` first (which may wait), then takes as many messages
  /// as `accept` says: fewer than given is a failure, and that producer is of no use any more.
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
