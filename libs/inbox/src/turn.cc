#include "turn.h"

namespace motcua::inbox {

Turn WhoseTurn(Position cursor, Position event, std::optional<Position> predecessor) {
  if (event <= cursor) {
    return Turn::kDone;
  }
  if (!predecessor.has_value()) {
    if (event.sequence == 1) {
      predecessor = Position{};
    } else if (event.epoch == cursor.epoch) {
      predecessor = Position{event.epoch, event.sequence - 1};
    } else {
      // The first event seen of a new epoch: only the owner knows how many came before it.
      return Turn::kGap;
    }
  }
  return *predecessor <= cursor ? Turn::kNext : Turn::kGap;
}

}  // namespace motcua::inbox
