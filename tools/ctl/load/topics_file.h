#pragma once

#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/kafka/topics.h"

namespace motcua::ctl {

/// Reads what deploy/kafka/topics.yaml declares (its head tells the fields); `replication` is the
/// installation's and goes into every topic. INVALID_ARGUMENT with the field
/// (`topics[2].partitions`): YAML_MALFORMED, FIELD_MISSING, FIELD_UNKNOWN, FIELD_INVALID,
/// TOPIC_DUPLICATE, and DEAD_LETTERS_MISSING for a consumer whose `<topic>.dlq.<consumer>` is not
/// declared.
absl::StatusOr<std::vector<kafka::TopicSpec>> ParseTopics(const std::string& yaml, int replication);

}  // namespace motcua::ctl
