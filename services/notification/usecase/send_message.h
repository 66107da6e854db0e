#pragma once

#include "usecase/ports.h"

namespace motcua::notification {

/// One attempt to send one message: its telephone number is asked for, the claim is committed, the
/// gateway is asked without any transaction open, and what it said is written down (R3.3, R3.4).
/// Thread-safe as far as its ports are.
class SendMessage {
 public:
  struct Parts {
    Contacts& contacts;
    const PhoneHasher& hasher;
    SmsGateway& gateway;
    const Clock& clock;
  };
  explicit SendMessage(Parts parts) : parts_(parts) {}

  /// What was done, for metrics and pace.
  enum class Done { kSent, kNotReached, kDenied, kDeferred, kEnded, kHeld, kGone };
  absl::StatusOr<Done> Run(const CallContext& call, SendQueue& queue, Message message) const;

 private:
  absl::StatusOr<Done> WithoutContact(SendQueue& queue, const Message& message,
                                      const absl::Status& why) const;
  const Parts parts_;
};

}  // namespace motcua::notification
