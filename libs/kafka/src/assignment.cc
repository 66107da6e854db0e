#include "assignment.h"

#include <algorithm>
#include <chrono>

namespace motcua::kafka {
namespace {

constexpr int kAskMs = 500;

}  // namespace

void Assignment::Assign(const rd_kafka_topic_partition_list_t& partitions) {
  const std::lock_guard lock(mutex_);
  assigned_ = true;
  partitions_.clear();
  for (int i = 0; i < partitions.cnt; ++i) {
    partitions_[{partitions.elems[i].topic, partitions.elems[i].partition}] = {};
  }
}

void Assignment::Revoke() {
  const std::lock_guard lock(mutex_);
  assigned_ = false;
  partitions_.clear();
}

void Assignment::Stored(const TopicPartition& partition, std::int64_t next_offset) {
  const std::lock_guard lock(mutex_);
  if (const auto found = partitions_.find(partition); found != partitions_.end()) {
    found->second.next_offset = next_offset;
  }
}

void Assignment::SetPaused(const TopicPartition& partition, bool paused) {
  const std::lock_guard lock(mutex_);
  if (const auto found = partitions_.find(partition); found != partitions_.end()) {
    found->second.paused = paused;
  }
}

bool Assignment::assigned() const {
  const std::lock_guard lock(mutex_);
  return assigned_;
}

std::vector<Consumer::Lag> Assignment::ReadLag(rd_kafka_t* rk) {
  std::map<TopicPartition, Progress> partitions;
  {
    const std::lock_guard lock(mutex_);
    partitions = partitions_;
  }
  LearnCommitted(rk, partitions);
  std::vector<Consumer::Lag> lags;
  bool broker_answers = true;
  for (const auto& [partition, progress] : partitions) {
    std::int64_t low = -1;
    std::int64_t high = -1;
    const char* topic = partition.topic.c_str();
    rd_kafka_get_watermark_offsets(rk, topic, partition.partition, &low, &high);
    // The client learns the end by fetching: it does not know it before the first fetch, nor how
    // it grows while the partition is paused.
    if ((high < 0 || progress.paused || !progress.next_offset.has_value()) && broker_answers) {
      broker_answers = rd_kafka_query_watermark_offsets(rk, topic, partition.partition, &low, &high,
                                                        kAskMs) == RD_KAFKA_RESP_ERR_NO_ERROR;
    }
    const std::int64_t next = progress.next_offset.value_or(low);
    if (high >= 0 && next >= 0) {
      lags.push_back(
          {partition.topic, partition.partition, std::max<std::int64_t>(0, high - next)});
    }
  }
  return lags;
}

void Assignment::LearnCommitted(rd_kafka_t* rk, std::map<TopicPartition, Progress>& partitions) {
  const OwnedPartitions unknown(rd_kafka_topic_partition_list_new(0));
  for (const auto& [partition, progress] : partitions) {
    if (!progress.next_offset.has_value()) {
      rd_kafka_topic_partition_list_add(unknown.get(), partition.topic.c_str(),
                                        partition.partition);
    }
  }
  if (unknown->cnt == 0 ||
      rd_kafka_committed(rk, unknown.get(), kAskMs) != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return;
  }
  const std::lock_guard lock(mutex_);
  for (int i = 0; i < unknown->cnt; ++i) {
    const rd_kafka_topic_partition_t& committed = unknown->elems[i];
    if (committed.offset < 0) {
      continue;  // nothing committed: the group starts at the earliest
    }
    const TopicPartition partition{committed.topic, committed.partition};
    partitions[partition].next_offset = committed.offset;
    const auto found = partitions_.find(partition);
    if (found != partitions_.end() && !found->second.next_offset.has_value()) {
      found->second.next_offset = committed.offset;
    }
  }
}

}  // namespace motcua::kafka
