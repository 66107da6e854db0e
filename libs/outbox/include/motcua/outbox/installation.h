#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <absl/status/statusor.h>

#include "motcua/base/call_context.h"
#include "motcua/base/clock.h"
#include "motcua/db/pool.h"

namespace motcua::outbox {

/// The single row of table installation (libs/outbox/db/installation.sql).
struct Installation {
  std::string province;
  /// Goes into every event; a restored database gets a higher one.
  std::int32_t epoch = 1;
  /// Fixed at creation: only such a database may have a simulated clock (design rule 11).
  bool simulation = false;
  std::optional<Instant> simulated_now;
};

/// Reads the row, or writes it at the first start. FAILED_PRECONDITION / INSTALLATION_DIFFERS when
/// the database belongs to another province, is simulated where the caller is not (or the other way
/// round), or was made for another number of outbox shards: the program must not start on it.
absl::StatusOr<Installation> OpenInstallation(db::Pool& pool, const CallContext& call,
                                              const std::string& province, bool simulation);

}  // namespace motcua::outbox
