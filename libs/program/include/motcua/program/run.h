#pragma once

#include <cstdlib>
#include <iostream>
#include <memory>
#include <sysexits.h>

#include <absl/status/status.h>

#include "motcua/base/error.h"
#include "motcua/config/env.h"
#include "motcua/config/options.h"
#include "motcua/log/output.h"
#include "motcua/program/process_options.h"
#include "motcua/runtime/shutdown.h"

namespace motcua::program {

/// The body of every program's `main`: reads the configuration, starts the application, waits
/// for a signal, stops it. Call it first thing, before any thread exists, and return its value.
///
/// `Config` has a member `program` (ProcessOptions), and beside it the functions
/// `MakeOptions(Config&)` and `MakeApplication` (application.h). Ends with 0 after a signal, 1 when
/// it cannot start or cannot continue, EX_CONFIG when the configuration is wrong.
template <typename Config>
int Run(int argc, char** argv, Config config) {
  // Before any thread exists, so that every thread inherits the mask.
  runtime::BlockShutdownSignals();

  const std::unique_ptr<config::OptionTable> options = MakeOptions(config);
  const auto parsed = config::Parse(*options, argc, argv, config::ProcessEnvironment());
  if (!parsed.ok()) {
    std::cerr << "motcua-" << config.program.service << ": " << Message(parsed.status()) << '\n';
    return EX_CONFIG;
  }
  if (parsed->exit_code.has_value()) {
    std::cout << parsed->output;
    return *parsed->exit_code;
  }
  const log::Logger logger = log::ToStdout({.service = config.program.service,
                                            .version = config.program.version,
                                            .level = *log::ParseLevel(config.program.log_level)});
  runtime::Shutdown shutdown;
  const auto app = MakeApplication(config, logger, shutdown);
  if (!app.ok()) {
    logger.Error("startup failed", app.status());
    return EXIT_FAILURE;
  }
  if (const absl::Status started = (*app)->Start(); !started.ok()) {
    logger.Error("startup failed", started);
    return EXIT_FAILURE;
  }
  const runtime::StopReason reason = shutdown.Wait();
  (*app)->Stop();
  return reason == runtime::StopReason::kSignal ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace motcua::program
