#pragma once

#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/kafka/topics.h"

namespace motcua::ctl {

/// Sizes of an installation's Kafka that apply to every topic.
struct KafkaSize {
  int replication = 1;
  /// One broker serves each partition of each consumer's topic separately, so fewer cost it less
  /// (ADR 0022).
  int most_partitions = 1000;
};

/// Reads the topics declared in deploy/kafka/topics.yaml (whose head describes the fields), for a
/// Kafka of `size`. INVALID_ARGUMENT with the field
/// (`topics[2].partitions`): YAML_MALFORMED, FIELD_MISSING, FIELD_UNKNOWN, FIELD_INVALID,
/// TOPIC_DUPLICATE, and DEAD_LETTERS_MISSING for a consumer whose `<topic>.dlq.<consumer>` is not
/// declared.
absl::StatusOr<std::vector<kafka::TopicSpec>> ParseTopics(const std::string& yaml,
                                                          const KafkaSize& size);

}  // namespace motcua::ctl
