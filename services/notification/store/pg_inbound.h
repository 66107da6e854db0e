#pragma once

#include "motcua/base/uuid.h"
#include "motcua/db/permanent.h"
#include "motcua/db/pool.h"
#include "motcua/db/shard_lock.h"
#include "motcua/operations/set_aside.h"

#include "usecase/ports.h"

namespace motcua::notification {

/// One inbound message from a gateway.
struct ReceivedText {
  std::string gateway;
  /// The gateway's id; empty if it has none.
  std::string gateway_message_id;
  std::string sender;
  std::string receiver;
  std::string text;
};

/// Stores inbound messages before they are acknowledged (R3.12). Thread-safe.
class PgInboundStore {
 public:
  PgInboundStore(db::Pool& pool, IdGenerator& ids, const PhoneHasher& hasher)
      : pool_(pool), ids_(ids), hasher_(hasher) {}
  /// Stores one row per message of the gateway; returns false for a repetition. An opt-out or
  /// opt-in takes effect here, before the next send (R3.11). A message from a sender that is not a
  /// Vietnamese mobile number is stored but not answered.
  absl::StatusOr<bool> Store(const CallContext& call, const ReceivedText& received, Instant now);
  /// Removes number and text from messages that are done; returns their number.
  absl::StatusOr<int> Purge(const CallContext& call);

 private:
  db::Pool& pool_;
  IdGenerator& ids_;
  const PhoneHasher& hasher_;
};

/// The waiting inbound messages, over the connection that holds their lock. Used by one thread.
class PgInboundQueue final : public InboundQueue {
 public:
  PgInboundQueue(db::ShardLock& lock, operations::SetAside& set_aside, IdGenerator& ids)
      : lock_(lock), set_aside_(set_aside), ids_(ids) {}

  absl::StatusOr<std::vector<Inbound>> NextRound(int limit) override;
  absl::StatusOr<SenderHistory> ReadHistory(const Inbound& inbound) override;
  absl::StatusOr<std::string> FindInvitation(const std::string& phone_hash, Instant since) override;
  /// As of the round, plus the replies since.
  int replies_today() const override { return replies_today_; }
  absl::Status Finish(const Inbound& inbound, const InboundAnswer& answer, Instant now) override;
  absl::Status FinishLimited(const std::vector<std::string>& ids, Instant now) override;
  absl::Status Defer(const Inbound& inbound, std::chrono::seconds wait) override;
  absl::Status SetAside(const std::string& inbound_id, const absl::Status& why) override {
    return db::IsPermanent(why) ? set_aside_.Put(inbound_id, why) : why;
  }

 private:
  db::ShardLock& lock_;
  operations::SetAside& set_aside_;
  IdGenerator& ids_;
  int replies_today_ = 0;
};

}  // namespace motcua::notification
