#include "consumer_loop.h"

#include <algorithm>
#include <utility>

#include "motcua/base/check.h"
#include "motcua/base/error.h"
#include "motcua/base/failpoint.h"
#include "motcua/base/status_macros.h"

#include "rd_message.h"
#include "settings.h"

namespace motcua::kafka {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kPollSlice{100};
constexpr milliseconds kCommitLimit{3000};
constexpr milliseconds kRebuildCloseLimit{5000};
constexpr milliseconds kFatalLeaveLimit{300};
constexpr milliseconds kDeadBrokerCloseLimit{1000};
constexpr int kError = 3;
constexpr int kWarning = 4;

int MillisecondsUntil(steady_clock::time_point time, milliseconds at_most) {
  const auto left = std::chrono::ceil<milliseconds>(time - steady_clock::now());
  return static_cast<int>(std::clamp(left, milliseconds{0}, at_most).count());
}

OwnedPartitions ToRd(const std::vector<TopicPartition>& partitions) {
  OwnedPartitions list(rd_kafka_topic_partition_list_new(static_cast<int>(partitions.size())));
  for (const TopicPartition& partition : partitions) {
    rd_kafka_topic_partition_list_add(list.get(), partition.topic.c_str(), partition.partition);
  }
  return list;
}

}  // namespace

ConsumerLoop::ConsumerLoop(Consumer::Options options, Consumer::Handler handler)
    : options_(std::move(options)),
      handler_(std::move(handler)),
      watch_(options_.stuck_after, options_.on_stuck),
      held_({.longest = options_.longest_backoff}) {}

absl::Status ConsumerLoop::Open() {
  MOTCUA_ASSIGN_OR_RETURN(
      auto handle, Handle::Create(RD_KAFKA_CONSUMER, ConsumerSettings(options_), options_.hooks,
                                  this, [](rd_kafka_conf_t* conf) {
                                    rd_kafka_conf_set_rebalance_cb(conf,
                                                                   &ConsumerLoop::OnRebalance);
                                    rd_kafka_conf_set_error_cb(conf, &ConsumerLoop::OnError);
                                  }));
  rd_kafka_poll_set_consumer(handle->get());
  OwnedPartitions topics(rd_kafka_topic_partition_list_new(0));
  for (const std::string& topic : options_.topics) {
    rd_kafka_topic_partition_list_add(topics.get(), topic.c_str(), RD_KAFKA_PARTITION_UA);
  }
  if (const auto error = rd_kafka_subscribe(handle->get(), topics.get());
      error != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return Error(absl::StatusCode::kInvalidArgument, "KAFKA_CONFIG", ErrorText(error));
  }
  const std::lock_guard lock(mutex_);
  handle_ = std::move(handle);
  return absl::OkStatus();
}

void ConsumerLoop::Run() {
  runtime::Backoff backoff;
  while (!stop_asked()) {
    if (auto client = handle(); client != nullptr) {
      Serve(client->get());
      Close(client->get());
      const std::lock_guard lock(mutex_);
      handle_.reset();
    }  // destroys the client, unless another thread is reading the lag
    if (stop_asked()) {
      break;
    }
    if (const absl::Status opened = Open(); !opened.ok()) {
      Log(kError, "cannot make a new consumer: " + motcua::Message(opened));
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, backoff.Next(), [this] { return stop_by_.has_value(); });
    } else {
      backoff.Reset();
    }
  }
  const std::lock_guard lock(mutex_);
  ended_ = true;
  changed_.notify_all();
}

void ConsumerLoop::Serve(rd_kafka_t* rk) {
  while (!stop_asked()) {
    RetryDue(rk);
    if (rd_kafka_fatal_error(rk, nullptr, 0) != RD_KAFKA_RESP_ERR_NO_ERROR) {
      return;
    }
    Gather(rk);
    if (!arrived_.empty() && !stop_asked()) {
      Take(rk);
    }
    arrived_.clear();
  }
}

void ConsumerLoop::Gather(rd_kafka_t* rk) {
  // A poll may run OnRebalance, which takes back what has arrived.
  int wait = PollMilliseconds();
  while (arrived_.size() < options_.most_messages) {
    const OwnedMessage message(rd_kafka_consumer_poll(rk, wait));
    if (message == nullptr) {
      return;
    }
    wait = 0;
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
      brokers_down_ = false;
      arrived_.push_back(FromRd(*message));
    } else {
      // A topic that does not exist yet, a lost coordinator: the library recovers by itself.
      Log(kWarning, ErrorText(message->err) + ": " + rd_kafka_message_errstr(message.get()));
    }
  }
}

int ConsumerLoop::PollMilliseconds() const {
  const auto due = held_.NextDue();
  return due.has_value() ? MillisecondsUntil(*due, kPollSlice)
                         : static_cast<int>(kPollSlice.count());
}

void ConsumerLoop::Take(rd_kafka_t* rk) {
  std::vector<Message> messages;
  for (Message& message : arrived_) {
    if (held_.Holds({message.topic, message.partition})) {
      held_.Append(std::move(message));
    } else {
      messages.push_back(std::move(message));
    }
  }
  if (messages.empty()) {
    return;
  }
  const std::vector<absl::Status> ended = HandOut(messages);
  std::map<TopicPartition, std::int64_t> next;
  std::vector<TopicPartition> failed;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const TopicPartition partition{messages[i].topic, messages[i].partition};
    if (held_.Holds(partition)) {
      held_.Append(std::move(messages[i]));
    } else if (ended[i].ok()) {
      next[partition] = messages[i].offset + 1;
    } else {
      held_.Hold(std::move(messages[i]), steady_clock::now());
      failed.push_back(partition);
    }
  }
  Store(rk, next);
  SetPaused(rk, failed, true);
}

void ConsumerLoop::RetryDue(rd_kafka_t* rk) {
  for (const TopicPartition& partition : held_.Due(steady_clock::now())) {
    if (stop_asked()) {
      return;
    }
    const Message& front = held_.Front(partition);
    if (!HandOut({front}).front().ok()) {
      held_.Failed(partition, steady_clock::now());
      continue;
    }
    Store(rk, {{partition, front.offset + 1}});
    if (held_.Done(partition, steady_clock::now())) {
      // Resumes only what was paused here: otherwise 2.0.2 jumps back (#4636).
      SetPaused(rk, {partition}, false);
    }
  }
}

std::vector<absl::Status> ConsumerLoop::HandOut(const std::vector<Message>& messages) {
  watch_.Begin();
  std::vector<absl::Status> ended = handler_(messages);
  watch_.End();
  MOTCUA_CHECK(ended.size() == messages.size());
  for (std::size_t i = 0; i < messages.size(); ++i) {
    if (!ended[i].ok()) {
      Log(kWarning, "message " + messages[i].topic + "/" + std::to_string(messages[i].partition) +
                        "/" + std::to_string(messages[i].offset) +
                        " is retried: " + Reason(ended[i]));
      break;  // the others mostly fail for the same reason
    }
  }
  return ended;
}

void ConsumerLoop::Store(rd_kafka_t* rk, const std::map<TopicPartition, std::int64_t>& next) {
  if (next.empty()) {
    return;
  }
  MOTCUA_FAILPOINT("kafka.before_store_offset");
  OwnedPartitions list(rd_kafka_topic_partition_list_new(static_cast<int>(next.size())));
  for (const auto& [partition, offset] : next) {
    rd_kafka_topic_partition_list_add(list.get(), partition.topic.c_str(), partition.partition)
        ->offset = offset;
  }
  const auto error = rd_kafka_offsets_store(rk, list.get());
  for (const auto& [partition, offset] : next) {
    const rd_kafka_topic_partition_t* stored = rd_kafka_topic_partition_list_find(
        list.get(), partition.topic.c_str(), partition.partition);
    if (stored->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
      assignment_.Stored(partition, offset);
    }
  }
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
    // These messages are delivered again to the next holder; its inbox recognises them.
    Log(kWarning, "offsets not stored: " + ErrorText(error));
  }
  MOTCUA_FAILPOINT("kafka.after_store_offset");
}

void ConsumerLoop::SetPaused(rd_kafka_t* rk, const std::vector<TopicPartition>& partitions,
                             bool paused) {
  if (partitions.empty()) {
    return;
  }
  const OwnedPartitions list = ToRd(partitions);
  const auto error = paused ? rd_kafka_pause_partitions(rk, list.get())
                            : rd_kafka_resume_partitions(rk, list.get());
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
    Log(kWarning, std::string(paused ? "pause" : "resume") + ": " + ErrorText(error));
  }
  for (const TopicPartition& partition : partitions) {
    assignment_.SetPaused(partition, paused);
  }
}

void ConsumerLoop::OnRebalance(rd_kafka_t* rk, rd_kafka_resp_err_t what,
                               rd_kafka_topic_partition_list_t* partitions, void* opaque) {
  auto* loop = static_cast<ConsumerLoop*>(Handle::Owner(opaque));
  if (what == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
    rd_kafka_assign(rk, partitions);
    loop->assignment_.Assign(*partitions);
    loop->brokers_down_ = false;
    return;
  }
  // Revoked, or an error that means the same. Unfinished messages stay unstored and go to the next
  // holder; a pause does not outlive the assignment.
  loop->SetPaused(rk, loop->held_.All(), false);
  loop->held_.Clear();
  loop->arrived_.clear();
  if (rd_kafka_assignment_lost(rk) == 0) {
    loop->CommitStored(rk);
  }
  rd_kafka_assign(rk, nullptr);
  loop->assignment_.Revoke();
  loop->TellRevoked();
}

void ConsumerLoop::OnError(rd_kafka_t*, int error, const char* reason, void* opaque) {
  auto* loop = static_cast<ConsumerLoop*>(Handle::Owner(opaque));
  loop->brokers_down_ = loop->brokers_down_ || error == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN;
  loop->Log(kWarning, std::string(rd_kafka_err2name(static_cast<rd_kafka_resp_err_t>(error))) +
                          ": " + reason);
}

void ConsumerLoop::CommitStored(rd_kafka_t* rk) {
  const OwnedQueue answers(rd_kafka_queue_new(rk));
  if (rd_kafka_commit_queue(rk, nullptr, answers.get(), nullptr, nullptr) !=
      RD_KAFKA_RESP_ERR_NO_ERROR) {
    return;
  }
  const Time limit = std::min(CloseDeadline(), steady_clock::now() + kCommitLimit);
  const OwnedEvent answer(
      rd_kafka_queue_poll(answers.get(), MillisecondsUntil(limit, kCommitLimit)));
  const auto error =
      answer == nullptr ? RD_KAFKA_RESP_ERR__TIMED_OUT : rd_kafka_event_error(answer.get());
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR && error != RD_KAFKA_RESP_ERR__NO_OFFSET) {
    Log(kWarning, "offsets not committed: " + ErrorText(error));
  }
}

void ConsumerLoop::Close(rd_kafka_t* rk) {
  if (rd_kafka_fatal_error(rk, nullptr, 0) != RD_KAFKA_RESP_ERR_NO_ERROR) {
    // The library refuses to close such a client, but lets it leave; otherwise its successor
    // would wait for the end of the session.
    rd_kafka_unsubscribe(rk);
    const Time deadline = std::min(CloseDeadline(), steady_clock::now() + kFatalLeaveLimit);
    while (steady_clock::now() < deadline) {
      const OwnedMessage unwanted(rd_kafka_consumer_poll(rk, 20));
    }
  } else {
    // In the background, with its callbacks on a queue of our own: rd_kafka_consumer_close() may
    // wait forever (#4187).
    const OwnedQueue callbacks(rd_kafka_queue_new(rk));
    const OwnedError error(rd_kafka_consumer_close_queue(rk, callbacks.get()));
    const Time deadline = CloseDeadline();
    while (error == nullptr && rd_kafka_consumer_closed(rk) == 0 &&
           steady_clock::now() < deadline) {
      const OwnedMessage unwanted(rd_kafka_consume_queue(callbacks.get(), 20));
    }
  }
  held_.Clear();
  assignment_.Revoke();
  TellRevoked();
}

void ConsumerLoop::TellRevoked() const {
  if (options_.on_revoked) {
    options_.on_revoked();
  }
}

void ConsumerLoop::AskToStop(Time deadline) {
  const std::lock_guard lock(mutex_);
  stop_by_ = stop_by_.has_value() ? std::min(*stop_by_, deadline) : deadline;
  changed_.notify_all();
}

bool ConsumerLoop::AwaitEnd(Time deadline) {
  std::unique_lock lock(mutex_);
  return changed_.wait_until(lock, deadline, [this] { return ended_; });
}

std::vector<Consumer::Lag> ConsumerLoop::lag() {
  const std::shared_ptr<Handle> client = handle();
  return client == nullptr ? std::vector<Consumer::Lag>{} : assignment_.ReadLag(client->get());
}

std::shared_ptr<Handle> ConsumerLoop::handle() const {
  const std::lock_guard lock(mutex_);
  return handle_;
}

bool ConsumerLoop::stop_asked() const {
  const std::lock_guard lock(mutex_);
  return stop_by_.has_value();
}

ConsumerLoop::Time ConsumerLoop::CloseDeadline() const {
  const std::lock_guard lock(mutex_);
  const Time now = steady_clock::now();
  // A quarter of a stop's time is reserved for the destruction of the client.
  const Time limit =
      stop_by_.has_value() ? now + (*stop_by_ - now) * 3 / 4 : now + kRebuildCloseLimit;
  // Without a broker the group can't be told: it drops this member after the session's time-out.
  return brokers_down_ ? std::min(limit, now + kDeadBrokerCloseLimit) : limit;
}

void ConsumerLoop::Log(int severity, const std::string& line) const {
  if (options_.hooks.on_log) {
    options_.hooks.on_log(severity, options_.group + ": " + line);
  }
}

}  // namespace motcua::kafka
