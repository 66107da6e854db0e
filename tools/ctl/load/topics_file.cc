#include "load/topics_file.h"

#include <algorithm>
#include <array>
#include <limits>
#include <set>
#include <string_view>

#include <yaml-cpp/yaml.h>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/config/values.h"

namespace motcua::ctl {
namespace {

constexpr std::array<std::string_view, 7> kFields = {
    "name", "partitions", "cleanup", "retention_ms", "owner", "key", "dead_letters"};
constexpr std::int64_t kMaxPartitions = 1000;
constexpr std::size_t kMaxTopicName = 249;

absl::StatusOr<std::string> Text(const YAML::Node& topic, const std::string& path,
                                 const std::string& name) {
  const YAML::Node value = topic[name];
  if (!value) {
    return FieldError(path + "." + name, "FIELD_MISSING", "this field is required");
  }
  if (!value.IsScalar() || value.Scalar().empty()) {
    return FieldError(path + "." + name, "FIELD_INVALID", "this field must be a text");
  }
  return value.Scalar();
}

absl::StatusOr<std::int64_t> Number(const YAML::Node& topic, const std::string& path,
                                    const std::string& name, std::int64_t least,
                                    std::int64_t most) {
  MOTCUA_ASSIGN_OR_RETURN(const std::string text, Text(topic, path, name));
  const auto number = config::ParseInteger(text);
  if (!number.ok() || *number < least || *number > most) {
    return FieldError(path + "." + name, "FIELD_INVALID",
                      "a whole number of " + std::to_string(least) + " to " + std::to_string(most));
  }
  return *number;
}

absl::Status CheckFields(const YAML::Node& topic, const std::string& path) {
  if (!topic.IsMap()) {
    return FieldError(path, "FIELD_INVALID", "a topic must be a map of fields");
  }
  for (const auto& field : topic) {
    const std::string& name = field.first.Scalar();
    if (std::find(kFields.begin(), kFields.end(), name) == kFields.end()) {
      return FieldError(path + "." + name, "FIELD_UNKNOWN", "unknown field");
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<kafka::TopicSpec> ToTopic(const YAML::Node& topic, const std::string& path,
                                         const KafkaSize& size) {
  MOTCUA_RETURN_IF_ERROR(CheckFields(topic, path));
  kafka::TopicSpec spec{.replication = size.replication};
  MOTCUA_ASSIGN_OR_RETURN(spec.name, Text(topic, path, "name"));
  if (spec.name.size() > kMaxTopicName) {
    return FieldError(path + ".name", "FIELD_INVALID",
                      "a topic's name may have at most 249 characters");
  }
  MOTCUA_ASSIGN_OR_RETURN(const std::int64_t partitions,
                          Number(topic, path, "partitions", 1, kMaxPartitions));
  spec.partitions = std::min(static_cast<int>(partitions), size.most_partitions);
  MOTCUA_ASSIGN_OR_RETURN(const std::string cleanup, Text(topic, path, "cleanup"));
  if (cleanup != "delete" && cleanup != "compact") {
    return FieldError(path + ".cleanup", "FIELD_INVALID", "delete or compact");
  }
  spec.compacted = cleanup == "compact";
  MOTCUA_ASSIGN_OR_RETURN(spec.retention_ms, Number(topic, path, "retention_ms", -1,
                                                    std::numeric_limits<std::int64_t>::max()));
  return spec;
}

// A missing dead-letter topic would be noticed only at the first bad message.
absl::Status CheckDeadLetters(const YAML::Node& topics, const std::set<std::string>& names) {
  for (std::size_t i = 0; i < topics.size(); ++i) {
    for (const auto& consumer : topics[i]["dead_letters"]) {
      const std::string wanted = topics[i]["name"].Scalar() + ".dlq." + consumer.as<std::string>();
      if (!names.contains(wanted)) {
        return FieldError("topics[" + std::to_string(i) + "].dead_letters", "DEAD_LETTERS_MISSING",
                          wanted + " is not declared");
      }
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<kafka::TopicSpec>> Parse(const YAML::Node& document,
                                                    const KafkaSize& size) {
  const YAML::Node topics = document.IsMap() ? document["topics"] : YAML::Node();
  if (!topics.IsSequence() || topics.size() == 0) {
    return FieldError("topics", "FIELD_MISSING", "the file declares no topics");
  }
  std::vector<kafka::TopicSpec> specs;
  std::set<std::string> names;
  for (std::size_t i = 0; i < topics.size(); ++i) {
    const std::string path = "topics[" + std::to_string(i) + "]";
    MOTCUA_ASSIGN_OR_RETURN(kafka::TopicSpec spec, ToTopic(topics[i], path, size));
    if (!names.insert(spec.name).second) {
      return FieldError(path + ".name", "TOPIC_DUPLICATE", "this topic is listed twice");
    }
    specs.push_back(std::move(spec));
  }
  MOTCUA_RETURN_IF_ERROR(CheckDeadLetters(topics, names));
  return specs;
}

}  // namespace

absl::StatusOr<std::vector<kafka::TopicSpec>> ParseTopics(const std::string& yaml,
                                                          const KafkaSize& size) {
  // yaml-cpp throws for text that is not YAML, and for a node of another kind than requested.
  try {
    return Parse(YAML::Load(yaml), size);
  } catch (const YAML::Exception& error) {
    return Error(absl::StatusCode::kInvalidArgument, "YAML_MALFORMED", error.what());
  }
}

}  // namespace motcua::ctl
