#pragma once

#include <functional>

#include "motcua/metrics/registry.h"
#include "motcua/program/shard_worker.h"

#include "store/pg_inbound.h"
#include "usecase/answer_inbound.h"
#include "usecase/token_bucket.h"

namespace motcua::notification {

/// Answers inbound messages, one replica at a time (design rule 10), so that one sender's messages
/// are answered in order and the budget of replies is the installation's. Used from one thread.
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
  Answerer(Options options, Parts parts)
      : parts_(std::move(parts)), budget_(options.replies_per_second) {}

  /// A round of program::ShardWork.
  absl::StatusOr<bool> Round(program::HeldShard& held);

 private:
  absl::Status FinishLimited(PgInboundQueue& queue, const std::vector<std::string>& ids) const;

  const Parts parts_;
  TokenBucket budget_;
};

}  // namespace motcua::notification
