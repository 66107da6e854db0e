#pragma once

#include <memory>

#include <absl/status/statusor.h>

#include "motcua/log/logger.h"
#include "motcua/program/application.h"
#include "motcua/runtime/shutdown.h"

#include "app/config.h"

namespace motcua::notification {

/// Creates the program without starting it. `shutdown` must outlive it.
absl::StatusOr<std::unique_ptr<program::Application>> MakeApplication(const Config& config,
                                                                      const log::Logger& logger,
                                                                      runtime::Shutdown& shutdown);

}  // namespace motcua::notification
