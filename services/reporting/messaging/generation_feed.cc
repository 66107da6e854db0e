#include "messaging/generation_feed.h"

#include <map>
#include <string>

namespace motcua::reporting {

std::vector<absl::Status> GenerationFeed::Take(const CallContext& call,
                                               const std::vector<kafka::Message>& messages) {
  const absl::StatusOr<std::vector<int>> slots = generations_.TakingSlots(call);
  if (!slots.ok()) {
    return {messages.size(), slots.status()};
  }
  std::map<std::string, absl::Status> failed;
  for (const int slot : *slots) {
    // Messages that failed in the first generation are not passed to the second, which must not be
    // ahead of it.
    std::vector<kafka::Message> given;
    for (const kafka::Message& message : messages) {
      if (!failed.contains(message.key)) {
        given.push_back(message);
      }
    }
    const std::vector<absl::StatusOr<inbox::Taken>> taken =
        inboxes_[static_cast<std::size_t>(slot)]->TakeMessages(call, given);
    for (std::size_t i = 0; i < given.size(); ++i) {
      if (!taken[i].ok()) {
        failed.emplace(given[i].key, taken[i].status());
      }
    }
  }
  std::vector<absl::Status> ended;
  for (const kafka::Message& message : messages) {
    const auto found = failed.find(message.key);
    ended.push_back(found == failed.end() ? absl::OkStatus() : found->second);
  }
  return ended;
}

}  // namespace motcua::reporting
