#include "held_partitions.h"

#include <algorithm>
#include <utility>

namespace motcua::kafka {

void HeldPartitions::Hold(Message message, Time now) {
  const TopicPartition partition{message.topic, message.partition};
  Held held{{}, runtime::Backoff(backoff_, random_), now};
  held.due += held.backoff.Next();
  held.messages.push_back(std::move(message));
  held_.emplace(partition, std::move(held));
}

void HeldPartitions::Append(Message message) {
  held_.at({message.topic, message.partition}).messages.push_back(std::move(message));
}

std::vector<TopicPartition> HeldPartitions::Due(Time now) const {
  std::vector<TopicPartition> due;
  for (const auto& [partition, held] : held_) {
    if (held.due <= now) {
      due.push_back(partition);
    }
  }
  return due;
}

std::optional<HeldPartitions::Time> HeldPartitions::NextDue() const {
  std::optional<Time> next;
  for (const auto& [partition, held] : held_) {
    next = next.has_value() ? std::min(*next, held.due) : held.due;
  }
  return next;
}

const Message& HeldPartitions::Front(const TopicPartition& partition) const {
  return held_.at(partition).messages.front();
}

void HeldPartitions::Failed(const TopicPartition& partition, Time now) {
  Held& held = held_.at(partition);
  held.due = now + held.backoff.Next();
}

bool HeldPartitions::Done(const TopicPartition& partition, Time now) {
  Held& held = held_.at(partition);
  held.messages.pop_front();
  if (held.messages.empty()) {
    held_.erase(partition);
    return true;
  }
  held.backoff.Reset();
  held.due = now;
  return false;
}

std::vector<TopicPartition> HeldPartitions::All() const {
  std::vector<TopicPartition> all;
  for (const auto& [partition, held] : held_) {
    all.push_back(partition);
  }
  return all;
}

}  // namespace motcua::kafka
