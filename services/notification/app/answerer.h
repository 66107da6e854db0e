#pragma once

#include <stop_token>

#include "motcua/metrics/registry.h"

#include "app/shard_holder.h"
#include "store/pg_inbound.h"
#include "usecase/answer_inbound.h"
#include "usecase/token_bucket.h"

namespace motcua::notification {

/// Answers inbound messages, one replica at a time (design rule 10), so that one sender's messages
/// are answered in order and the budget of replies is the installation's. Driven by one task.
class Answerer {
 public:
  struct Options {
    double replies_per_second = 20;
  };
  struct Parts {
    const AnswerInbound& answer;
    IdGenerator& ids;
    metrics::Family<metrics::Counter> answered;
    /// After a reply was made: wakes its sender.
    std::function<void()> on_message;
  };
  Answerer(const db::Connection::Options& connection, Options options, Parts parts);

  absl::Status Run(const std::stop_token& stop);

 private:
  absl::Status Work(db::ShardLock& lock, const std::stop_token& stop);
  const Parts parts_;
  ShardHolder holder_;
  TokenBucket budget_;
};

}  // namespace motcua::notification
