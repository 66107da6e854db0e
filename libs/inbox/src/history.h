#pragma once

#include <vector>

#include "motcua/inbox/inbox.h"

#include "turn.h"

namespace motcua::inbox {

inline Position PositionOf(const outbox::Event& event) {
  return {event.epoch, event.sequence};
}

/// An event with the position of its predecessor in the owner's history.
struct Link {
  outbox::Event event;
  Position predecessor;
};

/// Reads the history of a key that a consumer at `cursor` is missing, and checks its order. When
/// the owner is in another epoch, the whole history is read to find where the epochs diverge.
/// `epoch`: the epoch of an event seen, 0 if none was. UNAVAILABLE / HISTORY_INVALID when the
/// history has a gap or is out of order.
absl::StatusOr<std::vector<Link>> ReadHistory(const PullHistory& pull, const CallContext& call,
                                              const std::string& stream, const std::string& key,
                                              Position cursor, std::int32_t epoch);

}  // namespace motcua::inbox
