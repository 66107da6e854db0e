#pragma once

#include <stop_token>

#include "motcua/db/pool.h"
#include "motcua/runtime/backoff.h"

#include "app/shard_holder.h"
#include "store/pg_send_queue.h"
#include "usecase/send_message.h"
#include "usecase/token_bucket.h"

namespace motcua::notification {

/// Sends the messages of one shard while this replica holds it (design rule 10). The contract rate
/// is divided among the shards, so that it holds for all replicas together. Driven by one task.
class Sender {
 public:
  struct Options {
    PgSendQueue::Options queue;
    /// Of this shard.
    double messages_per_second = 5;
  };
  Sender(const db::Connection::Options& connection, db::Pool& pool, const Telling& telling,
         const SendMessage& send, const Clock& clock, Options options);

  /// Sends until nothing waits any more or a stop is asked for.
  absl::Status Run(const std::stop_token& stop);

 private:
  absl::Status Work(db::ShardLock& lock, const std::stop_token& stop);
  absl::Status Sweep(PgSendQueue& queue);
  /// False at a stop.
  bool WaitForTurn(const std::stop_token& stop);

  db::Pool& pool_;
  const Telling& telling_;
  const SendMessage& send_;
  const Clock& clock_;
  const Options options_;
  ShardHolder holder_;
  TokenBucket bucket_;
  // While the gateway or intake is away.
  runtime::Backoff backoff_;
  // While the gateway lets nobody in who asks as we do.
  runtime::Backoff denied_backoff_;
  std::chrono::steady_clock::time_point pause_until_{};
  std::chrono::steady_clock::time_point next_sweep_{};
};

}  // namespace motcua::notification
