#pragma once

#include <chrono>

#include "motcua/db/permanent.h"
#include "motcua/db/pool.h"
#include "motcua/db/shard_lock.h"
#include "motcua/operations/set_aside.h"

#include "store/message_rows.h"
#include "usecase/ports.h"

namespace motcua::notification {

/// The messages of one shard. The start of an attempt uses the connection that holds the shard's
/// lock, with its fence; a settlement uses the pool and is valid only for its claim, so that the
/// gateway's answer is stored even after the shard was lost. Used by one thread.
class PgSendQueue final : public SendQueue {
 public:
  struct Options {
    int shard = 0;
    QuietHours quiet_hours;
    /// Time from the claim until the outcome counts as unknown; must exceed the gateway's time-out.
    std::chrono::milliseconds claim_for{30000};
  };
  /// Messages that a sweep may leave for the next one.
  static constexpr int kSweep = 100;
  PgSendQueue(db::ShardLock& lock, operations::SetAside& set_aside, db::Pool& pool,
              const Telling& telling, Options options)
      : lock_(lock), set_aside_(set_aside), pool_(pool), telling_(telling), options_(options) {}

  absl::StatusOr<std::vector<Message>> NextRound(Instant now) override;
  absl::StatusOr<std::optional<Decision>> Claim(const Message& message, const PhoneTrace& phone,
                                                std::string_view gateway, Instant now) override;
  absl::Status Settle(const Message& message, const Settlement& settlement, std::string_view reason,
                      Instant now) override;
  absl::Status End(const Message& message, const Move& move, Instant now) override;
  absl::Status Defer(const Message& message, std::chrono::seconds wait) override;
  absl::StatusOr<int> Sweep(Instant now) override;
  absl::Status SetAside(const std::string& message_id, const absl::Status& why) override {
    return db::IsPermanent(why) ? set_aside_.Put(message_id, why) : why;
  }

 private:
  absl::Status SettleOnce(const Message& message, const Settlement& settlement,
                          std::string_view reason, Instant now);
  absl::StatusOr<int> MoveAll(const db::Query& which, MessageState from, const Move& move,
                              Instant now);
  absl::Status MoveOne(const std::string& message_id, MessageState from, const Move& move,
                       Instant now);
  db::ShardLock& lock_;
  operations::SetAside& set_aside_;
  db::Pool& pool_;
  const Telling& telling_;
  const Options options_;
};

}  // namespace motcua::notification
