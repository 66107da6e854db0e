#pragma once

#include <compare>
#include <cstdint>
#include <optional>

namespace motcua::inbox {

/// Place of an event in the history of its key. Ordered by epoch first: a restored owner starts a
/// new epoch and gives sequences out again that the old one had used (F26).
struct Position {
  std::int32_t epoch = 0;
  std::int64_t sequence = 0;
  auto operator<=>(const Position&) const = default;
};

/// Whose turn it is.
enum class Turn {
  kDone,  // applied before, or of a branch that a restore cut off
  kNext,
  kGap,  // something before it is missing, or may be
};

/// Compares an event with the cursor. `predecessor` is the event before it in the owner's history,
/// when that is known ((0, 0) before the first); otherwise it is taken to be the sequence before,
/// which is certain only within one epoch.
///
/// A cursor past the predecessor and before the event stands on a branch that a restore cut off:
/// the event is next, and the history from the fork on is applied over it.
Turn WhoseTurn(Position cursor, Position event, std::optional<Position> predecessor);

}  // namespace motcua::inbox
