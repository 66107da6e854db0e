#pragma once

#include <vector>

#include "motcua/db/pool.h"
#include "motcua/program/shard_worker.h"
#include "motcua/runtime/backoff.h"

#include "store/pg_send_queue.h"
#include "usecase/send_message.h"
#include "usecase/token_bucket.h"

namespace motcua::notification {

/// Sends the messages of one shard while this replica holds it (design rule 10). The contract rate
/// is divided among the shards, so that it holds for all replicas together. Used from one thread.
class Sender {
 public:
  struct Options {
    PgSendQueue::Options queue;
    /// Of this shard.
    double messages_per_second = 5;
  };
  Sender(db::Pool& pool, const Telling& telling, const SendMessage& send, const Clock& clock,
         Options options);

  /// A round of program::ShardWork.
  absl::StatusOr<bool> Round(program::HeldShard& held);

 private:
  absl::StatusOr<int> Sweep(PgSendQueue& queue, const program::HeldShard& held);
  /// Sends them as long as the gateway accepts them; otherwise the shard pauses.
  absl::Status Send(PgSendQueue& queue, const std::vector<Message>& messages,
                    const program::HeldShard& held);
  /// False when stopped.
  bool WaitForTurn(const std::stop_token& stop);

  db::Pool& pool_;
  const Telling& telling_;
  const SendMessage& send_;
  const Clock& clock_;
  const Options options_;
  TokenBucket bucket_;
  // While the gateway or intake is unavailable.
  runtime::Backoff backoff_;
  // While the gateway denies access.
  runtime::Backoff denied_backoff_;
  std::chrono::steady_clock::time_point pause_until_{};
  std::chrono::steady_clock::time_point next_sweep_{};
};

}  // namespace motcua::notification
