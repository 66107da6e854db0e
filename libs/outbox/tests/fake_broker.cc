#include "fake_broker.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::outbox {
namespace {

class FakeProducer final : public kafka::Producer {
 public:
  explicit FakeProducer(FakeBroker& broker) : broker_(broker) {}

  Outcome SendAll(const std::vector<kafka::Message>& messages,
                  std::chrono::milliseconds /*timeout*/) override {
    EXPECT_FALSE(failed_) << "a failed producer must be replaced (R1.3)";
    if (broker_.before_send) {
      broker_.before_send();
    }
    const std::size_t accepted = broker_.accept
                                     ? std::min(broker_.accept(messages.size()), messages.size())
                                     : messages.size();
    for (std::size_t i = 0; i < accepted; ++i) {
      broker_.Take(messages[i]);
    }
    failed_ = accepted < messages.size();
    return {.acknowledged = accepted,
            .error = failed_ ? Error(absl::StatusCode::kUnavailable, "KAFKA_FATAL", "as told")
                             : absl::OkStatus()};
  }

 private:
  FakeBroker& broker_;
  bool failed_ = false;
};

}  // namespace

std::unique_ptr<kafka::Producer> FakeBroker::MakeProducer() {
  const std::lock_guard lock(mutex_);
  ++producers_made_;
  return std::make_unique<FakeProducer>(*this);
}

void FakeBroker::Take(const kafka::Message& message) {
  const absl::StatusOr<Event> event = FromMessage(message);
  ASSERT_TRUE(event.ok()) << event.status();
  const std::lock_guard lock(mutex_);
  arrivals_.push_back(
      {.key = event->key, .sequence = event->sequence, .at = std::chrono::steady_clock::now()});
  event_ids_.insert(event->event_id);
}

std::vector<FakeBroker::Arrival> FakeBroker::arrivals() const {
  const std::lock_guard lock(mutex_);
  return arrivals_;
}

std::vector<std::string> FakeBroker::names() const {
  std::vector<std::string> names;
  for (const Arrival& arrival : arrivals()) {
    names.push_back(arrival.key + ":" + std::to_string(arrival.sequence));
  }
  return names;
}

std::size_t FakeBroker::distinct() const {
  const std::lock_guard lock(mutex_);
  return event_ids_.size();
}

int FakeBroker::producers_made() const {
  const std::lock_guard lock(mutex_);
  return producers_made_;
}

}  // namespace motcua::outbox
