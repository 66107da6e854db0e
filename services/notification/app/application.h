#pragma once

#include <memory>

#include <absl/status/statusor.h>

#include "motcua/log/logger.h"
#include "motcua/program/application.h"
#include "motcua/runtime/shutdown.h"

#include "app/config.h"

namespace motcua::notification {

/// The whole program.
class Application final : public program::Application {
 public:
  /// `shutdown` outlives it.
  static absl::StatusOr<std::unique_ptr<Application>> Create(const Config& config,
                                                             const log::Logger& logger,
                                                             runtime::Shutdown& shutdown);
  ~Application() override;

  absl::Status Start() override;
  void Stop() override;
  int grpc_port() const override;
  int metrics_port() const override;
  /// Where Kannel calls.
  int callback_port() const;

 private:
  struct Parts;
  explicit Application(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

/// As program::Run wants it.
inline absl::StatusOr<std::unique_ptr<program::Application>> MakeApplication(
    const Config& config, const log::Logger& logger, runtime::Shutdown& shutdown) {
  return Application::Create(config, logger, shutdown);
}

}  // namespace motcua::notification
