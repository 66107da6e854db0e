#pragma once

#include <memory>
#include <string>

#include <absl/status/statusor.h>

#include "motcua/base/call_context.h"
#include "motcua/base/clock.h"
#include "motcua/db/pool.h"
#include "motcua/outbox/installation.h"

namespace motcua::operations {

/// The properties of a program's database at start, and the business clock that results (design
/// rule 11): the machine's clock, or, if the database was marked as a simulation when created, a
/// clock that stands at the row's simulated_now until SimulationServiceImpl sets it.
struct OpenedInstallation {
  outbox::Installation installation;
  /// Never null; inject it everywhere.
  std::shared_ptr<Clock> clock;
  /// The same clock when it is settable, nullptr otherwise.
  SettableClock* settable = nullptr;
};

/// Reads the installation row, or writes it at the first start. FAILED_PRECONDITION /
/// INSTALLATION_DIFFERS as for outbox::OpenInstallation; the program must then not start. A
/// simulation whose time was never set starts at the machine's time.
absl::StatusOr<OpenedInstallation> OpenInstallation(db::Pool& pool, const CallContext& call,
                                                    const std::string& province, bool simulation);

}  // namespace motcua::operations
