#include "messaging/generation_feed.h"

#include "motcua/base/status_macros.h"

namespace motcua::reporting {

absl::Status GenerationFeed::Take(const CallContext& call, const kafka::Message& message) {
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<int> slots, generations_.TakingSlots(call));
  for (const int slot : slots) {
    MOTCUA_RETURN_IF_ERROR(
        inboxes_[static_cast<std::size_t>(slot)]->TakeMessage(call, message).status());
  }
  return absl::OkStatus();
}

}  // namespace motcua::reporting
