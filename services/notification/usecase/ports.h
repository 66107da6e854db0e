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

/// Hands messages over to a mobile network. One implementation per kind of gateway. Thread-safe.
class SmsGateway {
 public:
  struct Outgoing {
    std::string message_id;
    /// From 1 on; its receipts name it.
    int attempt = 1;
    /// Ten digits, national.
    std::string phone;
    /// The number or brand name it goes out under; empty: the gateway's own.
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
  /// One attempt, at most the 10 s of R3.3 long. Never tries again by itself.
  virtual Result Send(const Outgoing& message) = 0;
};

/// Where a message goes: never kept beyond the attempt.
struct Contact {
  std::string phone;
  std::string sender;
};

/// The telephone number behind a message. Thread-safe.
class Contacts {
 public:
  virtual ~Contacts() = default;
  /// Of a dossier's applicant, from intake; of a reply, the stored sender. FAILED_PRECONDITION or
  /// NOT_FOUND or INVALID_ARGUMENT: there is none, whatever is tried; other errors pass.
  virtual absl::StatusOr<Contact> Find(const CallContext& call, const Message& message) = 0;
};

/// What is kept of a number: a keyed hash and the last three digits. Thread-safe.
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

/// The rows of one shard of outgoing messages, as their sender uses them. Used by one thread.
class SendQueue {
 public:
  virtual ~SendQueue() = default;
  /// Messages whose turn it is by business and machine time: at most one of each agency, so that
  /// none waits behind another's thousands (R3.8); urgent ones first within an agency.
  virtual absl::StatusOr<std::vector<Message>> NextRound(Instant now) = 0;
  /// In one transaction, with the shard's fence: reads what is known now, decides
  /// (DecideBeforeSend), and writes the claim (attempt, gateway, deadline), the hold or the end.
  /// Nullopt when the message isn't waiting any more.
  virtual absl::StatusOr<std::optional<Decision>> Claim(const Message& message,
                                                        const PhoneTrace& phone,
                                                        std::string_view gateway, Instant now) = 0;
  /// After the attempt: only while the claim of this attempt still stands, or its outcome is
  /// unknown and now is known.
  virtual absl::Status Settle(const Message& message, const Settlement& settlement,
                              std::string_view reason, Instant now) = 0;
  /// Ends a message before any attempt (no telephone).
  virtual absl::Status End(const Message& message, const Move& move, Instant now) = 0;
  /// No attempt was made: the next one not before this wait of machine time.
  virtual absl::Status Defer(const Message& message, std::chrono::seconds wait) = 0;
  /// Claims past their deadline become unknown; messages handed off without a receipt for 72 h
  /// fail. How many changed.
  virtual absl::StatusOr<int> Sweep(Instant now) = 0;
};

/// One inbound message as it is answered.
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

/// What becomes of it.
struct InboundAnswer {
  /// `answered`, `limited`, `failed`.
  std::string_view result;
  std::string code;
  /// Empty: no reply.
  std::string text;
};

/// The inbound messages that wait, as the one who answers uses them. Used by one thread.
class InboundQueue {
 public:
  virtual ~InboundQueue() = default;
  /// The longest waiting ones.
  virtual absl::StatusOr<std::vector<Inbound>> NextRound(int limit) = 0;
  virtual absl::StatusOr<SenderHistory> ReadHistory(const Inbound& inbound) = 0;
  /// Code of the latest dossier that this number was invited to rate since `since`; empty for none.
  virtual absl::StatusOr<std::string> FindInvitation(const std::string& phone_hash,
                                                     Instant since) = 0;
  /// Replies of the installation since local midnight, in machine time.
  virtual int replies_today() const = 0;
  /// In one transaction, with the shard's fence: the inbound is done and its reply, if any, waits
  /// to be sent: at most one for each.
  virtual absl::Status Finish(const Inbound& inbound, const InboundAnswer& answer, Instant now) = 0;
  /// These are done, without a reply.
  virtual absl::Status FinishLimited(const std::vector<std::string>& ids, Instant now) = 0;
  virtual absl::Status Defer(const Inbound& inbound, std::chrono::seconds wait) = 0;
};

/// The gateway's look-up, asked in the name of a telephone. Thread-safe.
class StatusSource {
 public:
  virtual ~StatusSource() = default;
  /// NOT_FOUND, INVALID_ARGUMENT, RESOURCE_EXHAUSTED / TOO_MANY_TRIES; other errors pass.
  virtual absl::StatusOr<FoundStatus> Find(const CallContext& call, const std::string& code,
                                           const std::string& phone) = 0;
};

/// Takes ratings. Thread-safe.
class Ratings {
 public:
  virtual ~Ratings() = default;
  /// The code in its printed form. `call.idempotency_key` makes a repetition harmless.
  virtual absl::StatusOr<std::string> Rate(const CallContext& call, const std::string& code,
                                           int score) = 0;
};

}  // namespace motcua::notification
