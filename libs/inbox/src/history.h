#pragma once

#include <vector>

#include "motcua/inbox/inbox.h"

#include "turn.h"

namespace motcua::inbox {

inline Position PositionOf(const outbox::Event& event) {
  return {event.epoch, event.sequence};
}

/// An event with the place of the one before it in the owner's history.
struct Link {
  outbox::Event event;
  Position predecessor;
};

/// The history of a key that a consumer at `cursor` lacks, with proof of its order. When the owner
/// is in another epoch the whole history is read, because only it shows where the epochs part.
/// `epoch`: that of an event seen, 0 if none was. UNAVAILABLE / HISTORY_INVALID when what was
/// pulled is no unbroken history.
absl::StatusOr<std::vector<Link>> ReadHistory(const PullHistory& pull, const CallContext& call,
                                              const std::string& stream, const std::string& key,
                                              Position cursor, std::int32_t epoch);

}  // namespace motcua::inbox
