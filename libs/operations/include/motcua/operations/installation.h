#pragma once

#include <memory>
#include <string>

#include <absl/status/statusor.h>

#include "motcua/base/call_context.h"
#include "motcua/base/clock.h"
#include "motcua/db/pool.h"
#include "motcua/outbox/installation.h"

namespace motcua::operations {

/// What a program knows of its database at the start, and the business clock that follows from it
/// (design rule 11): the machine's clock, or, on a database marked as a simulation at its creation,
/// a clock that stands at the row's simulated_now until SimulationServiceImpl sets it.
struct OpenedInstallation {
  outbox::Installation installation;
  /// Never null; inject it everywhere.
  std::shared_ptr<Clock> clock;
  /// The same clock when it is settable, nullptr otherwise.
  SettableClock* settable = nullptr;
};

/// Reads the installation row, or writes it at the first start. FAILED_PRECONDITION /
/// INSTALLATION_DIFFERS as outbox::OpenInstallation: the program must not start then. A simulation
/// whose time was never set begins at the machine's time.
absl::StatusOr<OpenedInstallation> OpenInstallation(db::Pool& pool, const CallContext& call,
                                                    const std::string& province, bool simulation);

}  // namespace motcua::operations
