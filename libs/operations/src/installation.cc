#include "motcua/operations/installation.h"

#include "motcua/base/status_macros.h"

namespace motcua::operations {

absl::StatusOr<OpenedInstallation> OpenInstallation(db::Pool& pool, const CallContext& call,
                                                    const std::string& province, bool simulation) {
  OpenedInstallation opened;
  MOTCUA_ASSIGN_OR_RETURN(opened.installation,
                          outbox::OpenInstallation(pool, call, province, simulation));
  if (opened.installation.simulation) {
    const Instant start = opened.installation.simulated_now.value_or(SystemClock().Now());
    const auto settable = std::make_shared<SettableClock>(start);
    opened.settable = settable.get();
    opened.clock = settable;
  } else {
    opened.clock = std::make_shared<SystemClock>();
  }
  return opened;
}

}  // namespace motcua::operations
