#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "motcua/kafka/consumer.h"

#include "handle.h"
#include "topic_partition.h"

namespace motcua::kafka {

/// The partitions this member holds now, and its progress in each. Thread-safe.
class Assignment {
 public:
  void Assign(const rd_kafka_topic_partition_list_t& partitions);
  void Revoke();
  /// The next offset to be read, as stored in the client.
  void Stored(const TopicPartition& partition, std::int64_t next_offset);
  void SetPaused(const TopicPartition& partition, bool paused);

  /// True between an assignment (which may be empty) and its end.
  bool assigned() const;

  /// Asks the client, and the broker for at most a second, where the partitions end.
  std::vector<Consumer::Lag> ReadLag(rd_kafka_t* rk);

 private:
  struct Progress {
    std::optional<std::int64_t> next_offset;
    bool paused = false;
  };
  /// Fills in the start of partitions that have delivered no message yet.
  void LearnCommitted(rd_kafka_t* rk, std::map<TopicPartition, Progress>& partitions);

  mutable std::mutex mutex_;
  bool assigned_ = false;
  std::map<TopicPartition, Progress> partitions_;
};

}  // namespace motcua::kafka
