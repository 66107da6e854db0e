#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "motcua/kafka/consumer.h"

#include "assignment.h"
#include "handle.h"
#include "handler_watch.h"
#include "held_partitions.h"

namespace motcua::kafka {

/// The work of a consumer's thread: poll, handle, store; hold back what fails; rebuild the client
/// after a fatal error; leave the group at the end. Shared by the thread and the `Consumer`, so
/// that a thread left behind by `Stop` still has it.
class ConsumerLoop {
 public:
  using Time = std::chrono::steady_clock::time_point;

  ConsumerLoop(Consumer::Options options, Consumer::Handler handler);

  /// Makes the first client, so that a wrong option fails the start.
  absl::Status Open();
  /// Returns after `AskToStop`.
  void Run();

  /// No handler starts after this; closing goes on until `deadline`.
  void AskToStop(Time deadline);
  /// False when `Run` has not ended by `deadline`.
  bool AwaitEnd(Time deadline);
  void StopWatch() { watch_.Stop(); }

  std::vector<Consumer::Lag> lag();
  bool assigned() const { return assignment_.assigned(); }

  /// For tests that force a fatal error.
  std::shared_ptr<Handle> handle() const;

 private:
  static void OnRebalance(rd_kafka_t* rk, rd_kafka_resp_err_t what,
                          rd_kafka_topic_partition_list_t* partitions, void* opaque);

  static void OnError(rd_kafka_t* rk, int error, const char* reason, void* opaque);

  /// Returns when a stop was asked for or the client failed for good.
  void Serve(rd_kafka_t* rk);
  int PollMilliseconds() const;
  /// Fills `arrived_` with what is available; waits for the first message only.
  void Gather(rd_kafka_t* rk);
  /// Passes what has arrived to the handler, or puts it behind messages that wait.
  void Take(rd_kafka_t* rk);
  void RetryDue(rd_kafka_t* rk);
  /// Runs the handler; returns the outcome of each message.
  std::vector<absl::Status> HandOut(const std::vector<Message>& messages);
  /// `next`: by partition, the offset at which its next holder begins.
  void Store(rd_kafka_t* rk, const std::map<TopicPartition, std::int64_t>& next);
  void SetPaused(rd_kafka_t* rk, const std::vector<TopicPartition>& partitions, bool paused);
  /// Commits what is stored and waits for the answer, for a limited time.
  void CommitStored(rd_kafka_t* rk);
  void Close(rd_kafka_t* rk);
  /// Unfinished messages now belong to other members.
  void TellRevoked() const;
  void Log(int severity, const std::string& line) const;

  bool stop_asked() const;
  /// The deadline of the present close.
  Time CloseDeadline() const;

  const Consumer::Options options_;
  const Consumer::Handler handler_;
  HandlerWatch watch_;
  Assignment assignment_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::shared_ptr<Handle> handle_;
  std::optional<Time> stop_by_;
  bool ended_ = false;

  // Used by the loop's thread only.
  std::vector<Message> arrived_;
  HeldPartitions held_;
  bool brokers_down_ = false;
};

}  // namespace motcua::kafka
