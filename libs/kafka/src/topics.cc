#include "motcua/kafka/topics.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <memory>
#include <thread>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"

#include "handle.h"
#include "settings.h"

namespace motcua::kafka {
namespace {

using std::chrono::steady_clock;
using Metadata = Owned<const rd_kafka_metadata_t, rd_kafka_metadata_destroy>;
using NewTopic = Owned<rd_kafka_NewTopic_t, rd_kafka_NewTopic_destroy>;
using AdminOptions = Owned<rd_kafka_AdminOptions_t, rd_kafka_AdminOptions_destroy>;

constexpr std::chrono::seconds kLimit{15};
constexpr int kRequestMs = 10'000;

absl::Status Down(rd_kafka_resp_err_t error) {
  return Error(absl::StatusCode::kUnavailable, "KAFKA_DOWN",
               "no answer about topics: " + ErrorText(error));
}

absl::StatusOr<std::shared_ptr<Handle>> Connect(const std::string& brokers) {
  return Handle::Create(RD_KAFKA_PRODUCER, AdminSettings(brokers), Hooks{}, nullptr,
                        [](rd_kafka_conf_t*) {});
}

struct Existing {
  int partitions = 0;
  bool all_led = true;
};

absl::StatusOr<std::map<std::string, Existing>> ReadTopics(rd_kafka_t* rk) {
  const rd_kafka_metadata_t* raw = nullptr;
  if (const auto error = rd_kafka_metadata(rk, 1, nullptr, &raw, kRequestMs);
      error != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return Down(error);
  }
  const Metadata metadata(raw);
  std::map<std::string, Existing> topics;
  for (int i = 0; i < metadata->topic_cnt; ++i) {
    const rd_kafka_metadata_topic_t& topic = metadata->topics[i];
    Existing existing{.partitions = topic.partition_cnt};
    for (int p = 0; p < topic.partition_cnt; ++p) {
      existing.all_led = existing.all_led && topic.partitions[p].leader >= 0;
    }
    if (topic.partition_cnt > 0) {
      topics[topic.topic] = existing;
    }
  }
  return topics;
}

absl::Status CheckPartitions(const std::map<std::string, Existing>& existing,
                             const std::vector<TopicSpec>& specs) {
  for (const TopicSpec& spec : specs) {
    const auto found = existing.find(spec.name);
    if (found != existing.end() && found->second.partitions != spec.partitions) {
      return Error(absl::StatusCode::kFailedPrecondition, "PARTITIONS_DIFFER",
                   "topic " + spec.name + " has " + std::to_string(found->second.partitions) +
                       " partitions, not " + std::to_string(spec.partitions),
                   {{"topic", spec.name}});
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<NewTopic> Describe(const TopicSpec& spec) {
  std::array<char, 256> text{};
  NewTopic topic(rd_kafka_NewTopic_new(spec.name.c_str(), spec.partitions, spec.replication,
                                       text.data(), text.size()));
  if (topic == nullptr) {
    return Error(absl::StatusCode::kInvalidArgument, "TOPIC_INVALID", text.data(),
                 {{"topic", spec.name}});
  }
  rd_kafka_NewTopic_set_config(topic.get(), "cleanup.policy",
                               spec.compacted ? "compact" : "delete");
  rd_kafka_NewTopic_set_config(topic.get(), "retention.ms",
                               std::to_string(spec.retention_ms).c_str());
  return topic;
}

absl::Status CreateTopics(rd_kafka_t* rk, const std::vector<TopicSpec>& specs) {
  std::vector<NewTopic> owned;
  std::vector<rd_kafka_NewTopic_t*> raw;
  for (const TopicSpec& spec : specs) {
    MOTCUA_ASSIGN_OR_RETURN(NewTopic topic, Describe(spec));
    raw.push_back(topic.get());
    owned.push_back(std::move(topic));
  }
  const OwnedQueue answers(rd_kafka_queue_new(rk));
  const AdminOptions options(rd_kafka_AdminOptions_new(rk, RD_KAFKA_ADMIN_OP_CREATETOPICS));
  rd_kafka_AdminOptions_set_request_timeout(options.get(), kRequestMs, nullptr, 0);
  rd_kafka_CreateTopics(rk, raw.data(), raw.size(), options.get(), answers.get());
  const OwnedEvent answer(rd_kafka_queue_poll(answers.get(), kRequestMs + 1000));
  if (answer == nullptr) {
    return Down(RD_KAFKA_RESP_ERR__TIMED_OUT);
  }
  if (const auto error = rd_kafka_event_error(answer.get()); error != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return Down(error);
  }
  std::size_t count = 0;
  const rd_kafka_topic_result_t** results =
      rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(answer.get()), &count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto error = rd_kafka_topic_result_error(results[i]);
    // Another caller was faster: its partitions are checked below like those of any other topic.
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR && error != RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) {
      return Error(absl::StatusCode::kInvalidArgument, "TOPIC_INVALID", ErrorText(error),
                   {{"topic", rd_kafka_topic_result_name(results[i])}});
    }
  }
  return absl::OkStatus();
}

absl::Status AwaitLeaders(rd_kafka_t* rk, const std::vector<TopicSpec>& specs) {
  const auto deadline = steady_clock::now() + kLimit;
  while (true) {
    MOTCUA_ASSIGN_OR_RETURN(const auto existing, ReadTopics(rk));
    MOTCUA_RETURN_IF_ERROR(CheckPartitions(existing, specs));
    const bool all_led = std::all_of(specs.begin(), specs.end(), [&](const TopicSpec& spec) {
      const auto found = existing.find(spec.name);
      return found != existing.end() && found->second.all_led;
    });
    if (all_led) {
      return absl::OkStatus();
    }
    if (steady_clock::now() >= deadline) {
      return Down(RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

/// Where the leader has just been chosen, or has moved, a client asks the wrong broker at first.
absl::StatusOr<std::int64_t> EndOf(rd_kafka_t* rk, const std::string& topic, int partition) {
  const auto deadline = steady_clock::now() + kLimit;
  while (true) {
    std::int64_t low = 0;
    std::int64_t high = 0;
    const auto error =
        rd_kafka_query_watermark_offsets(rk, topic.c_str(), partition, &low, &high, kRequestMs);
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR) {
      return high;
    }
    const bool leader_moves = error == RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION ||
                              error == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE;
    if (!leader_moves || steady_clock::now() >= deadline) {
      return Down(error);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

}  // namespace

absl::Status ApplyTopics(const std::string& brokers, const std::vector<TopicSpec>& topics) {
  MOTCUA_ASSIGN_OR_RETURN(const auto handle, Connect(brokers));
  MOTCUA_ASSIGN_OR_RETURN(const auto existing, ReadTopics(handle->get()));
  MOTCUA_RETURN_IF_ERROR(CheckPartitions(existing, topics));
  std::vector<TopicSpec> missing;
  for (const TopicSpec& topic : topics) {
    if (!existing.contains(topic.name)) {
      missing.push_back(topic);
    }
  }
  if (!missing.empty()) {
    MOTCUA_RETURN_IF_ERROR(CreateTopics(handle->get(), missing));
  }
  return AwaitLeaders(handle->get(), topics);
}

absl::StatusOr<std::vector<std::int64_t>> EndOffsets(const std::string& brokers,
                                                     const std::string& topic) {
  MOTCUA_ASSIGN_OR_RETURN(const auto handle, Connect(brokers));
  MOTCUA_ASSIGN_OR_RETURN(const auto existing, ReadTopics(handle->get()));
  const auto found = existing.find(topic);
  if (found == existing.end()) {
    return Error(absl::StatusCode::kNotFound, "KAFKA_TOPIC_UNKNOWN", "no topic " + topic,
                 {{"topic", topic}});
  }
  std::vector<std::int64_t> ends;
  for (int partition = 0; partition < found->second.partitions; ++partition) {
    MOTCUA_ASSIGN_OR_RETURN(const std::int64_t end, EndOf(handle->get(), topic, partition));
    ends.push_back(end);
  }
  return ends;
}

}  // namespace motcua::kafka
