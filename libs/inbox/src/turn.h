#pragma once

#include <compare>
#include <cstdint>
#include <optional>

namespace motcua::inbox {

/// Position of an event in the history of its key. Ordered by epoch first: a restored owner starts
/// a new epoch and reuses sequences of the old one (F26).
struct Position {
  std::int32_t epoch = 0;
  std::int64_t sequence = 0;
  auto operator<=>(const Position&) const = default;
};

/// How an event relates to the cursor.
enum class Turn {
  kDone,  // already applied, or on a branch lost by a restore
  kNext,
  kGap,  // an earlier event is, or may be, missing
};

/// Compares an event with the cursor. `predecessor` is the event before it in the owner's history,
/// if known ((0, 0) before the first); otherwise the previous sequence is assumed, which is certain
/// only within one epoch.
///
/// A cursor past the predecessor and before the event is on a branch lost by a restore: the event
/// is next, and the history after the fork is applied on top.
Turn WhoseTurn(Position cursor, Position event, std::optional<Position> predecessor);

}  // namespace motcua::inbox
