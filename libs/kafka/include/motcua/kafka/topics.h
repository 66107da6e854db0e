#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

namespace motcua::kafka {

/// One topic as deploy/kafka/topics.yaml declares it.
struct TopicSpec {
  std::string name;
  /// Never changes within a topic's version: the partition of a key would change.
  int partitions = 1;
  int replication = 1;
  bool compacted = false;
  std::int64_t retention_ms = -1;
};

/// Creates the topics that are missing and waits until each has its leaders. One that exists with
/// another number of partitions is FAILED_PRECONDITION / PARTITIONS_DIFFER and nothing is changed;
/// settings of topics that exist are left alone. UNAVAILABLE / KAFKA_DOWN when no broker answers
/// within 15 s. Two callers at once are fine.
absl::Status ApplyTopics(const std::string& brokers, const std::vector<TopicSpec>& topics);

/// The end offset of every partition, for checks that nothing was written. NOT_FOUND /
/// KAFKA_TOPIC_UNKNOWN.
absl::StatusOr<std::vector<std::int64_t>> EndOffsets(const std::string& brokers,
                                                     const std::string& topic);

}  // namespace motcua::kafka
