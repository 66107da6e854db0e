#pragma once

#include <memory>
#include <utility>

#include <absl/status/status.h>

#include "motcua/program/process.h"

namespace motcua::program {

/// A whole program: a frame and its parts, created but not started. Used from one
/// thread; stopped by its destructor at the latest. Each service has, beside its Config,
///
///   absl::StatusOr<std::unique_ptr<program::Application>> MakeApplication(
///       const Config& config, const log::Logger& logger, runtime::Shutdown& shutdown);
///
/// whose `shutdown` must outlive the result.
class Application {
 public:
  virtual ~Application() = default;

  absl::Status Start() { return frame_.Start(); }
  void Stop() { frame_.Stop(); }
  /// Where it listens; for a configured port 0, the port that was chosen.
  int grpc_port() const { return frame_.grpc_port(); }
  int http_port() const { return frame_.http_port(); }
  int metrics_port() const { return frame_.metrics_port(); }

 protected:
  explicit Application(Process& frame) : frame_(frame) {}

 private:
  Process& frame_;
};

/// An application whose parts have a pointer `frame` among them.
template <typename Parts>
class FramedApplication final : public Application {
 public:
  explicit FramedApplication(std::unique_ptr<Parts> parts)
      : Application(*parts->frame), parts_(std::move(parts)) {}
  /// Destroyed after the frame, which uses them, has stopped.
  ~FramedApplication() override { Stop(); }

 private:
  const std::unique_ptr<Parts> parts_;
};

}  // namespace motcua::program
