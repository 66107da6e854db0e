#pragma once

#include <memory>

#include <absl/status/statusor.h>

#include "motcua/log/logger.h"
#include "motcua/program/application.h"
#include "motcua/runtime/shutdown.h"

#include "app/config.h"

namespace motcua::gateway {

/// The whole program: makes its parts, starts and stops them. It needs none of its servers to
/// start: without Redis it asks the owners, without Kafka its cache lives on fills, and without
/// owners it answers 503.
class Application final : public program::Application {
 public:
  static absl::StatusOr<std::unique_ptr<Application>> Create(const Config& config,
                                                             const log::Logger& logger,
                                                             runtime::Shutdown& shutdown);
  ~Application() override;

  absl::Status Start() override;
  void Stop() override;
  int grpc_port() const override;
  int metrics_port() const override;
  int http_port() const;

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

}  // namespace motcua::gateway
