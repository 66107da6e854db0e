#include <cstdlib>
#include <iostream>
#include <sysexits.h>

#include "motcua/base/error.h"
#include "motcua/config/env.h"
#include "motcua/log/output.h"

#include "app/application.h"

int main(int argc, char** argv) {
  using namespace motcua;  // NOLINT(google-build-using-namespace)

  // Must come before any thread exists, so that every thread inherits the mask.
  runtime::BlockShutdownSignals();

  intake::Config config;
  const auto options = intake::MakeOptions(config);
  const auto parsed = config::Parse(*options, argc, argv, config::ProcessEnvironment());
  if (!parsed.ok()) {
    std::cerr << "motcua-intake: " << Message(parsed.status()) << '\n';
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
  const auto app = intake::Application::Create(config, logger, shutdown);
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
