#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "motcua/kafka/message.h"
#include "motcua/runtime/backoff.h"

#include "topic_partition.h"

namespace motcua::kafka {

/// Partitions with a failed message that waits for its next attempt. Keeps their messages, so that
/// a retry fetches nothing. Pure; not thread-safe.
class HeldPartitions {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit HeldPartitions(runtime::BackoffOptions backoff = {},
                          runtime::RandomUnit random = runtime::SystemRandomUnit())
      : backoff_(backoff), random_(std::move(random)) {}

  bool Holds(const TopicPartition& partition) const { return held_.contains(partition); }
  /// The message failed for the first time; the partition is not held yet.
  void Hold(Message message, Time now);
  /// A message that arrived although its partition is held waits behind the others.
  void Append(Message message);

  /// Partitions whose next attempt is due.
  std::vector<TopicPartition> Due(Time now) const;
  /// When the next one is due; none when nothing is held.
  std::optional<Time> NextDue() const;

  const Message& Front(const TopicPartition& partition) const;
  /// The front failed again.
  void Failed(const TopicPartition& partition, Time now);
  /// The front is done. True when nothing waits behind it, so the partition is released.
  bool Done(const TopicPartition& partition, Time now);

  std::vector<TopicPartition> All() const;
  void Clear() { held_.clear(); }

 private:
  struct Held {
    std::deque<Message> messages;
    runtime::Backoff backoff;
    Time due;
  };
  const runtime::BackoffOptions backoff_;
  const runtime::RandomUnit random_;
  std::map<TopicPartition, Held> held_;
};

}  // namespace motcua::kafka
