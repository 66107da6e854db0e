#pragma once

#include <memory>

#include <absl/status/statusor.h>

#include "motcua/log/logger.h"
#include "motcua/program/application.h"
#include "motcua/runtime/shutdown.h"

#include "app/config.h"

namespace motcua::gateway {

/// Creates the program without starting it. It starts without any of its servers: without Redis it
/// asks the owners, without Kafka its cache is filled by look-ups only, and without owners it
/// answers 503. `shutdown` must outlive it.
absl::StatusOr<std::unique_ptr<program::Application>> MakeApplication(const Config& config,
                                                                      const log::Logger& logger,
                                                                      runtime::Shutdown& shutdown);

}  // namespace motcua::gateway
