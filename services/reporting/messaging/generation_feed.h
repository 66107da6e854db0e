#pragma once

#include <array>
#include <vector>

#include "motcua/inbox/inbox.h"
#include "motcua/kafka/message.h"

#include "store/pg_generations.h"

namespace motcua::reporting {

/// The inboxes of one source, by slot.
using SlotInboxes = std::array<inbox::Inbox*, 2>;

/// Gives each message of a source to every generation that takes events, the one being built first
/// (PgGenerations::TakingSlots says why). Thread-safe.
class GenerationFeed {
 public:
  GenerationFeed(PgGenerations& generations, SlotInboxes inboxes)
      : generations_(generations), inboxes_(inboxes) {}

  /// How each of them ended. An error is retryable: the message comes again, and whoever has it
  /// already counts it as a duplicate.
  std::vector<absl::Status> Take(const CallContext& call,
                                 const std::vector<kafka::Message>& messages);

 private:
  PgGenerations& generations_;
  const SlotInboxes inboxes_;
};

}  // namespace motcua::reporting
