#pragma once

#include <memory>

#include <absl/status/statusor.h>

#include "motcua/log/logger.h"
#include "motcua/runtime/shutdown.h"

#include "app/config.h"

namespace motcua::portalsync {

/// The whole program: makes its parts, starts and stops them. Used from one thread.
class Application {
 public:
  static absl::StatusOr<std::unique_ptr<Application>> Create(const Config& config,
                                                             const log::Logger& logger,
                                                             runtime::Shutdown& shutdown);
  ~Application();

  absl::Status Start();
  void Stop();
  int grpc_port() const;
  int metrics_port() const;

 private:
  struct Parts;
  explicit Application(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace motcua::portalsync
