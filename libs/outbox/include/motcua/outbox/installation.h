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
  /// Part of every event; raised when a database is restored.
  std::int32_t epoch = 1;
  /// Fixed at creation; only a database with this mark may have a simulated clock (design rule 11).
  bool simulation = false;
  std::optional<Instant> simulated_now;
};

/// Reads the row, or writes it at the first start. FAILED_PRECONDITION / INSTALLATION_DIFFERS when
/// the database belongs to another province, is a simulation and the caller is not (or the
/// reverse), or was created for another number of outbox shards; the program must then not start.
absl::StatusOr<Installation> OpenInstallation(db::Pool& pool, const CallContext& call,
                                              const std::string& province, bool simulation);

}  // namespace motcua::outbox
