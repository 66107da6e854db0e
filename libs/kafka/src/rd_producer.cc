#include "rd_producer.h"

#include <algorithm>
#include <array>
#include <thread>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"

#include "rd_message.h"

namespace motcua::kafka {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kPollSlice{50};
constexpr milliseconds kWarmLimit{5000};

int MillisecondsLeft(steady_clock::time_point deadline, milliseconds at_most) {
  const auto left = std::chrono::ceil<milliseconds>(deadline - steady_clock::now());
  return static_cast<int>(std::clamp(left, milliseconds{0}, at_most).count());
}

absl::Status Unavailable(std::string_view reason, std::string_view message) {
  return Error(absl::StatusCode::kUnavailable, reason, message);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Producer>> Producer::Create(const Options& options) {
  MOTCUA_ASSIGN_OR_RETURN(std::unique_ptr<Producer> producer, RdProducer::Make(options));
  return producer;
}

absl::StatusOr<std::unique_ptr<RdProducer>> RdProducer::Make(const Options& options) {
  std::unique_ptr<RdProducer> producer(new RdProducer);
  MOTCUA_ASSIGN_OR_RETURN(
      producer->handle_, Handle::Create(RD_KAFKA_PRODUCER, ProducerSettings(options), options.hooks,
                                        producer.get(), [](rd_kafka_conf_t* conf) {
                                          rd_kafka_conf_set_dr_msg_cb(conf, &RdProducer::OnReport);
                                        }));
  return producer;
}

RdProducer::~RdProducer() {
  if (handle_ != nullptr) {
    rd_kafka_purge(handle(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    rd_kafka_flush(handle(), static_cast<int>(kPollSlice.count()));
  }
}

Producer::Outcome RdProducer::SendAll(const std::vector<Message>& messages,
                                      std::chrono::milliseconds timeout) {
  if (!broken_.ok()) {
    return {0, broken_};
  }
  const auto deadline = steady_clock::now() + timeout;
  acknowledged_.assign(messages.size(), false);
  reports_ = 0;
  std::size_t sent = 0;
  for (const Message& message : messages) {
    broken_ = Warm(message.topic, deadline);
    if (broken_.ok()) {
      broken_ = Enqueue(message, sent, deadline);
    }
    if (!broken_.ok()) {
      break;
    }
    ++sent;
  }
  // What was handed over before a refused message may still be acknowledged: the owner deletes it.
  const absl::Status reported = AwaitReports(sent, deadline);
  if (broken_.ok()) {
    broken_ = reported;
  }
  const auto first_missing = std::find(acknowledged_.begin(), acknowledged_.end(), false);
  return {static_cast<std::size_t>(first_missing - acknowledged_.begin()), broken_};
}

absl::Status RdProducer::Warm(const std::string& topic, Deadline deadline) {
  if (warm_.contains(topic)) {
    return absl::OkStatus();
  }
  deadline = std::min(deadline, steady_clock::now() + kWarmLimit);
  const OwnedTopic handle(rd_kafka_topic_new(this->handle(), topic.c_str(), nullptr));
  if (handle == nullptr) {
    return Unavailable("KAFKA_TOPIC_UNKNOWN",
                       "topic " + topic + ": " + ErrorText(rd_kafka_last_error()));
  }
  auto answer = RD_KAFKA_RESP_ERR__TIMED_OUT;  // the last one that a broker gave
  while (true) {
    const rd_kafka_metadata_t* metadata = nullptr;
    if (rd_kafka_metadata(this->handle(), 0, handle.get(), &metadata,
                          std::max(1, MillisecondsLeft(deadline, kWarmLimit))) ==
        RD_KAFKA_RESP_ERR_NO_ERROR) {
      answer = metadata->topic_cnt == 1 ? metadata->topics[0].err
                                        : RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART;
      rd_kafka_metadata_destroy(metadata);
    }
    if (answer == RD_KAFKA_RESP_ERR_NO_ERROR) {
      warm_.insert(topic);
      return absl::OkStatus();
    }
    MOTCUA_RETURN_IF_ERROR(FatalError());
    if (steady_clock::now() >= deadline) {
      const bool timed_out = answer == RD_KAFKA_RESP_ERR__TIMED_OUT;
      return Unavailable(timed_out ? "KAFKA_TIMEOUT" : "KAFKA_TOPIC_UNKNOWN",
                         "no partitions of topic " + topic + ": " + ErrorText(answer));
    }
    // A topic just created has no leader for a moment.
    std::this_thread::sleep_for(milliseconds(MillisecondsLeft(deadline, kPollSlice)));
  }
}

absl::Status RdProducer::Enqueue(const Message& message, std::size_t index, Deadline deadline) {
  while (true) {
    rd_kafka_headers_t* headers = ToRd(message.headers);
    // The index of the message travels as its opaque pointer and comes back in the report.
    // By tag and value: the library's macros cast in the old style.
    const auto error = rd_kafka_producev(
        handle(), RD_KAFKA_VTYPE_TOPIC, message.topic.c_str(), RD_KAFKA_VTYPE_MSGFLAGS,
        RD_KAFKA_MSG_F_COPY, RD_KAFKA_VTYPE_KEY, message.key.data(), message.key.size(),
        RD_KAFKA_VTYPE_VALUE, message.value.data(), message.value.size(), RD_KAFKA_VTYPE_HEADERS,
        headers, RD_KAFKA_VTYPE_OPAQUE, reinterpret_cast<void*>(index), RD_KAFKA_VTYPE_END);
    if (error == RD_KAFKA_RESP_ERR_NO_ERROR) {
      return absl::OkStatus();
    }
    rd_kafka_headers_destroy(headers);  // the headers of a refused message remain ours
    if (error == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE) {
      return Error(absl::StatusCode::kInvalidArgument, "MESSAGE_TOO_LARGE",
                   "a message is larger than 256 KiB",
                   {{"topic", message.topic}, {"key", message.key}});
    }
    if (error != RD_KAFKA_RESP_ERR__QUEUE_FULL) {
      MOTCUA_RETURN_IF_ERROR(FatalError());
      return Unavailable("KAFKA_REFUSED", ErrorText(error));
    }
    if (steady_clock::now() >= deadline) {
      return Unavailable("KAFKA_TIMEOUT", "the producer's queue stayed full");
    }
    rd_kafka_poll(handle(), MillisecondsLeft(deadline, kPollSlice));
  }
}

absl::Status RdProducer::AwaitReports(std::size_t sent, Deadline deadline) {
  while (reports_ < sent && refused_ == RD_KAFKA_RESP_ERR_NO_ERROR) {
    const int wait = MillisecondsLeft(deadline, kPollSlice);
    if (rd_kafka_poll(handle(), wait) == 0) {
      MOTCUA_RETURN_IF_ERROR(FatalError());
      if (wait == 0) {
        return Unavailable("KAFKA_TIMEOUT", "the broker did not acknowledge in time");
      }
    }
  }
  if (refused_ != RD_KAFKA_RESP_ERR_NO_ERROR) {
    MOTCUA_RETURN_IF_ERROR(FatalError());
    return Unavailable("KAFKA_REFUSED", ErrorText(refused_));
  }
  return absl::OkStatus();
}

absl::Status RdProducer::FatalError() const {
  std::array<char, 512> text{};
  if (rd_kafka_fatal_error(handle(), text.data(), text.size()) == RD_KAFKA_RESP_ERR_NO_ERROR) {
    return absl::OkStatus();
  }
  return Unavailable("KAFKA_FATAL", text.data());
}

void RdProducer::OnReport(rd_kafka_t*, const rd_kafka_message_t* message, void* opaque) {
  auto* producer = static_cast<RdProducer*>(Handle::Owner(opaque));
  ++producer->reports_;
  if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
    producer->acknowledged_[reinterpret_cast<std::size_t>(message->_private)] = true;
  } else {
    producer->refused_ = message->err;
  }
}

}  // namespace motcua::kafka
