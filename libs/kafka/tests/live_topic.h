#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <vector>

#include "motcua/kafka/consumer.h"
#include "motcua/kafka/producer.h"
#include "motcua/kafka/topics.h"

namespace motcua::kafka {

/// A separate topic on the real broker.
std::string MakeTopic(int partitions);

/// Hooks that keep a test's output short.
Hooks Quiet();

/// Sends messages and expects all of them to be acknowledged.
void Send(const std::vector<Message>& messages);

/// `count` messages with values 0..count-1, key i mod `keys`.
std::vector<Message> Numbered(const std::string& topic, int count, int keys);

/// Collects what handlers receive. Thread-safe.
class Received {
 public:
  void Add(const Message& message);
  std::vector<Message> all() const;
  std::size_t size() const;
  /// Different (partition, offset) pairs.
  std::size_t unique() const;
  /// Values of one key in order of arrival.
  std::vector<std::string> ValuesOf(const std::string& key) const;

 private:
  mutable std::mutex mutex_;
  std::vector<Message> messages_;
};

/// A handler that only collects.
Consumer::TakeOne Keep(Received& received);

/// A consumer of one topic with everything else as it is in production.
std::unique_ptr<Consumer> Consume(const std::string& topic, const std::string& group,
                                  Consumer::TakeOne take, std::size_t most_messages = 200);

}  // namespace motcua::kafka
