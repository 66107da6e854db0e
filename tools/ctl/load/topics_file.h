#pragma once

#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/kafka/topics.h"

namespace motcua::ctl {

/// What the Kafka of an installation decides for every topic.
struct KafkaSize {
  int replication = 1;
  /// One broker serves each partition of each consumer's topic by itself; fewer cost it less
  /// (ADR 0022).
  int most_partitions = 1000;
};

/// Reads what deploy/kafka/topics.yaml declares (its head tells the fields), for a Kafka of `size`.
/// INVALID_ARGUMENT with the field
/// (`topics[2].partitions`): YAML_MALFORMED, FIELD_MISSING, FIELD_UNKNOWN, FIELD_INVALID,
/// TOPIC_DUPLICATE, and DEAD_LETTERS_MISSING for a consumer whose `<topic>.dlq.<consumer>` is not
/// declared.
absl::StatusOr<std::vector<kafka::TopicSpec>> ParseTopics(const std::string& yaml,
                                                          const KafkaSize& size);

}  // namespace motcua::ctl
