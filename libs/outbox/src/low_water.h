#pragma once

#include <cstdint>
#include <optional>

#include <absl/status/status.h>

#include "motcua/db/connection.h"

namespace motcua::outbox {

/// An outbox id at or below which no row can appear any more, so that a poll need not walk over the
/// dead rows of what was published (26 ms at 150,000 of them; reliability 1.2, R1.4).
///
/// Ids are drawn before their transactions commit, so the highest id seen says nothing. Instead the
/// sequence's value V is read and then a transaction id X is taken: whoever drew an id up to V had
/// its transaction id before that, hence below X (the reason why every writer must have written
/// something, or asked for its id, before it draws). Once no transaction below X runs, everything
/// up to V is visible or will never be.
///
/// X must be a new transaction id and not pg_snapshot_xmax: that one is one past the highest
/// *ended* transaction, so a writer begun after the last end has an id at or above it and would be
/// overlooked. Not thread-safe.
class LowWater {
 public:
  /// Everything at or below is gone from the outbox for good.
  std::int64_t value() const { return value_; }

  /// One step in one round trip: settles the candidate if its time has come, and takes the next.
  absl::Status Advance(db::Connection& connection);

  /// Tells what a read of the shard above `value()`, made after the latest `Advance`, found first:
  /// what is visible but not published holds the mark back.
  void Saw(std::optional<std::int64_t> first_id);

 private:
  struct Candidate {
    std::int64_t value;
    std::int64_t transaction_id;
  };
  std::int64_t value_ = 0;
  // No row at or below it can appear any more.
  std::int64_t settled_ = 0;
  std::optional<Candidate> candidate_;
};

}  // namespace motcua::outbox
