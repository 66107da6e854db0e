#pragma once

#include <array>
#include <vector>

#include "motcua/inbox/inbox.h"
#include "motcua/kafka/message.h"

#include "store/pg_generations.h"

namespace motcua::reporting {

/// The inboxes of one source, by slot.
using SlotInboxes = std::array<inbox::Inbox*, 2>;

/// Passes each message of a source to every generation that takes events, first to the one being
/// built (see PgGenerations::TakingSlots). Thread-safe.
class GenerationFeed {
 public:
  GenerationFeed(PgGenerations& generations, SlotInboxes inboxes)
      : generations_(generations), inboxes_(inboxes) {}

  /// Returns the outcome per message. An error is retryable: the message is delivered again, and a
  /// generation that has it counts it as a duplicate.
  std::vector<absl::Status> Take(const CallContext& call,
                                 const std::vector<kafka::Message>& messages);

 private:
  PgGenerations& generations_;
  const SlotInboxes inboxes_;
};

}  // namespace motcua::reporting
