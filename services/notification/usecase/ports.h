#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "motcua/base/call_context.h"

#include "domain/delivery_rules.h"
#include "domain/inbound_command.h"
#include "domain/inbound_limits.h"
#include "domain/message.h"
#include "domain/replies.h"

namespace motcua::notification {

/// Hands over messages to a mobile network. One implementation per kind of gateway. Thread-safe.
class SmsGateway {
 public:
  struct Outgoing {
    std::string message_id;
    /// Counted from 1; receipts refer to it.
    int attempt = 1;
    /// Ten digits, national.
    std::string phone;
    /// The sender's number or brand name; empty for the gateway's default.
    std::string sender;
    std::string text;
  };
  struct Result {
    GatewayAnswer answer = GatewayAnswer::kUnclear;
    /// Stable, for the message's row: `HTTP_403`, `CONNECTION_LOST`.
    std::string reason;
  };
  virtual ~SmsGateway() = default;
  virtual const std::string& name() const = 0;
  /// One attempt of at most 10 s (R3.3). Never retries.
  virtual Result Send(const Outgoing& message) = 0;
};

/// The recipient of a message; must not be kept beyond the attempt.
struct Contact {
  std::string phone;
  std::string sender;
};

/// Finds the telephone number for a message. Thread-safe.
class Contacts {
 public:
  virtual ~Contacts() = default;
  /// For a notice, the dossier's applicant, from intake; for a reply, the stored sender.
  /// FAILED_PRECONDITION, NOT_FOUND or INVALID_ARGUMENT mean that there is none; other errors are
  /// temporary.
  virtual absl::StatusOr<Contact> Find(const CallContext& call, const Message& message) = 0;
};

/// The stored form of a number: a keyed hash and the last three digits. Thread-safe.
struct PhoneTrace {
  /// HMAC-SHA256.
  std::string hash;
  std::string masked;
};
class PhoneHasher {
 public:
  virtual ~PhoneHasher() = default;
  virtual PhoneTrace TraceOf(std::string_view phone) const = 0;
};

/// The outgoing messages of one shard, for their sender. Used by one thread.
class SendQueue {
 public:
  virtual ~SendQueue() = default;
  /// Messages that are due by business and machine time: at most one per agency, so that no agency
  /// waits behind thousands of another (R3.8); urgent ones first within an agency.
  virtual absl::StatusOr<std::vector<Message>> NextRound(Instant now) = 0;
  /// In one transaction with the shard's fence: reads the present facts, decides
  /// (DecideBeforeSend), and writes the claim (attempt, gateway, deadline), the hold or the end.
  /// Nullopt when the message is no longer waiting.
  virtual absl::StatusOr<std::optional<Decision>> Claim(const Message& message,
                                                        const PhoneTrace& phone,
                                                        std::string_view gateway, Instant now) = 0;
  /// After the attempt: only while the claim of this attempt is valid, or if its outcome was
  /// unknown and is now known.
  virtual absl::Status Settle(const Message& message, const Settlement& settlement,
                              std::string_view reason, Instant now) = 0;
  /// Ends a message before any attempt (no telephone).
  virtual absl::Status End(const Message& message, const Move& move, Instant now) = 0;
  /// No attempt was made; the next one is not before this wait of machine time.
  virtual absl::Status Defer(const Message& message, std::chrono::seconds wait) = 0;
  /// Claims past their deadline become unknown; messages handed off without a receipt for 72 h
  /// fail. Returns the number changed.
  virtual absl::StatusOr<int> Sweep(Instant now) = 0;
  /// If the database refuses this message for good: NextRound and Sweep leave it out for a while,
  /// so that the others go on, and operators see it. Returns `why` if it is no such refusal, or if
  /// there are too many; it then ends the round.
  virtual absl::Status SetAside(const std::string& message_id, const absl::Status& why) = 0;
};

/// One inbound message to be answered.
struct Inbound {
  std::string id;
  /// Empty once purged.
  std::string phone;
  std::string phone_hash;
  std::string receiver;
  std::string text;
  InboundKind kind = InboundKind::kUnknown;
  int attempts = 0;
};

/// The outcome of an inbound message.
struct InboundAnswer {
  /// `answered`, `limited`, `failed`.
  std::string_view result;
  std::string code;
  /// Empty: no reply.
  std::string text;
};

/// The waiting inbound messages, for the thread that answers them. Used by one thread.
class InboundQueue {
 public:
  virtual ~InboundQueue() = default;
  /// The messages that have waited longest.
  virtual absl::StatusOr<std::vector<Inbound>> NextRound(int limit) = 0;
  virtual absl::StatusOr<SenderHistory> ReadHistory(const Inbound& inbound) = 0;
  /// Code of the latest dossier that this number was invited to rate since `since`; empty for none.
  virtual absl::StatusOr<std::string> FindInvitation(const std::string& phone_hash,
                                                     Instant since) = 0;
  /// Replies of the installation since local midnight, in machine time.
  virtual int replies_today() const = 0;
  /// In one transaction with the shard's fence: finishes the inbound message and queues its reply,
  /// if any; at most one per message.
  virtual absl::Status Finish(const Inbound& inbound, const InboundAnswer& answer, Instant now) = 0;
  /// Finishes these without a reply.
  virtual absl::Status FinishLimited(const std::vector<std::string>& ids, Instant now) = 0;
  virtual absl::Status Defer(const Inbound& inbound, std::chrono::seconds wait) = 0;
  /// As SendQueue::SetAside.
  virtual absl::Status SetAside(const std::string& inbound_id, const absl::Status& why) = 0;
};

/// The gateway's look-up on behalf of a telephone. Thread-safe.
class StatusSource {
 public:
  virtual ~StatusSource() = default;
  /// NOT_FOUND, INVALID_ARGUMENT, RESOURCE_EXHAUSTED / TOO_MANY_TRIES; other errors are temporary.
  virtual absl::StatusOr<FoundStatus> Find(const CallContext& call, const std::string& code,
                                           const std::string& phone) = 0;
};

/// Accepts ratings. Thread-safe.
class Ratings {
 public:
  virtual ~Ratings() = default;
  /// Returns the code in printed form. Safe to repeat with the same `call.idempotency_key`.
  virtual absl::StatusOr<std::string> Rate(const CallContext& call, const std::string& code,
                                           int score) = 0;
};

}  // namespace motcua::notification
