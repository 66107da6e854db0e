#include "history.h"

#include <utility>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"

namespace motcua::inbox {
namespace {

absl::StatusOr<std::vector<Link>> ReadAfter(const PullHistory& pull, const CallContext& call,
                                            const std::string& stream, const std::string& key,
                                            Position after) {
  std::vector<Link> history;
  Position last = after;
  while (true) {
    // The owner may answer in pages; an empty page is the end.
    MOTCUA_ASSIGN_OR_RETURN(std::vector<outbox::Event> page,
                            pull(call, stream, key, last.sequence));
    if (page.empty()) {
      return history;
    }
    for (outbox::Event& event : page) {
      if (event.key != key || event.sequence != last.sequence + 1 || event.epoch < last.epoch ||
          event.epoch < 1) {
        return Error(absl::StatusCode::kUnavailable, "HISTORY_INVALID",
                     "the owner's history of the key has a gap or is out of order",
                     {{"key", key}, {"after", std::to_string(last.sequence)}});
      }
      const Position position = PositionOf(event);
      history.push_back({std::move(event), last});
      last = position;
    }
  }
}

}  // namespace

absl::StatusOr<std::vector<Link>> ReadHistory(const PullHistory& pull, const CallContext& call,
                                              const std::string& stream, const std::string& key,
                                              Position cursor, std::int32_t epoch) {
  if (cursor.sequence > 0 && (epoch == 0 || epoch == cursor.epoch)) {
    MOTCUA_ASSIGN_OR_RETURN(std::vector<Link> history, ReadAfter(pull, call, stream, key, cursor));
    if (history.empty() || history.front().event.epoch == cursor.epoch) {
      return history;
    }
  }
  return ReadAfter(pull, call, stream, key, {});
}

}  // namespace motcua::inbox
