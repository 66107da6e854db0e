#pragma once

#include <memory>

#include <absl/status/statusor.h>

#include "motcua/log/logger.h"
#include "motcua/program/application.h"
#include "motcua/runtime/shutdown.h"

#include "app/config.h"

namespace motcua::gateway {

/// The whole program, not started yet. It needs none of its servers to start: without Redis it asks
/// the owners, without Kafka its cache lives on fills, and without owners it answers 503.
/// `shutdown` outlives it.
absl::StatusOr<std::unique_ptr<program::Application>> MakeApplication(const Config& config,
                                                                      const log::Logger& logger,
                                                                      runtime::Shutdown& shutdown);

}  // namespace motcua::gateway
