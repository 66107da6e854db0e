#pragma once

#include <memory>
#include <utility>

#include <absl/status/status.h>

#include "motcua/program/process.h"

namespace motcua::program {

/// A whole program: a frame and the parts that hang on it, made and not started yet. Used from one
/// thread; stopped by its destructor at the latest. Each service has, beside its Config,
///
///   absl::StatusOr<std::unique_ptr<program::Application>> MakeApplication(
///       const Config& config, const log::Logger& logger, runtime::Shutdown& shutdown);
///
/// whose `shutdown` outlives what it makes.
class Application {
 public:
  virtual ~Application() = default;

  absl::Status Start() { return frame_.Start(); }
  void Stop() { frame_.Stop(); }
  /// Where it listens; a configured port 0 is the one that was given.
  int grpc_port() const { return frame_.grpc_port(); }
  int http_port() const { return frame_.http_port(); }
  int metrics_port() const { return frame_.metrics_port(); }

 protected:
  explicit Application(Process& frame) : frame_(frame) {}

 private:
  Process& frame_;
};

/// That of a service, whose parts have a pointer `frame` among them.
template <typename Parts>
class FramedApplication final : public Application {
 public:
  explicit FramedApplication(std::unique_ptr<Parts> parts)
      : Application(*parts->frame), parts_(std::move(parts)) {}
  /// What the frame uses is there until it has stopped.
  ~FramedApplication() override { Stop(); }

 private:
  const std::unique_ptr<Parts> parts_;
};

}  // namespace motcua::program
