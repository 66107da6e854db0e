#pragma once

#include "usecase/ports.h"

namespace motcua::notification {

/// Answers one inbound message with at most one reply, within the limits of the sender and the
/// installation (R3.12, R3.13). Thread-safe if its ports are.
class AnswerInbound {
 public:
  struct Options {
    InboundLimits limits;
    /// Limit on replies of the installation per day.
    int replies_per_day = 20000;
    /// The number to call, in every reply.
    std::string contact;
  };
  struct Parts {
    StatusSource& statuses;
    Ratings& ratings;
    const Clock& clock;
  };
  AnswerInbound(Options options, Parts parts) : options_(std::move(options)), parts_(parts) {}

  /// kLimited has written nothing; FinishLimited finishes many of them at once. kCounted is a
  /// rating that was carried out without a reply.
  enum class Done { kAnswered, kLimited, kCounted, kFailed, kDeferred };
  absl::StatusOr<Done> Run(const CallContext& call, InboundQueue& queue,
                           const Inbound& inbound) const;
  absl::Status FinishLimited(InboundQueue& queue, const std::vector<std::string>& ids) const;

 private:
  absl::StatusOr<InboundAnswer> Answer(const CallContext& call, InboundQueue& queue,
                                       const Inbound& inbound) const;
  absl::StatusOr<InboundAnswer> AnswerStatus(const CallContext& call, const std::string& code,
                                             const Inbound& inbound) const;
  absl::StatusOr<InboundAnswer> AnswerRating(const CallContext& call, InboundQueue& queue,
                                             const InboundCommand& command,
                                             const Inbound& inbound) const;

  const Options options_;
  const Parts parts_;
};

}  // namespace motcua::notification
