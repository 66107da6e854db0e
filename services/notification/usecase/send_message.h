#pragma once

#include "usecase/ports.h"

namespace motcua::notification {

/// One attempt to send one message: finds its telephone number, commits the claim, calls the
/// gateway without an open transaction, and stores the answer (R3.3, R3.4). Thread-safe if its
/// ports are.
class SendMessage {
 public:
  struct Parts {
    Contacts& contacts;
    const PhoneHasher& hasher;
    SmsGateway& gateway;
    const Clock& clock;
  };
  explicit SendMessage(Parts parts) : parts_(parts) {}

  /// What was done, for metrics and pacing.
  enum class Done { kSent, kNotReached, kDenied, kDeferred, kEnded, kHeld, kGone };
  absl::StatusOr<Done> Run(const CallContext& call, SendQueue& queue, Message message) const;

 private:
  absl::StatusOr<Done> WithoutContact(SendQueue& queue, const Message& message,
                                      const absl::Status& why) const;
  const Parts parts_;
};

}  // namespace motcua::notification
