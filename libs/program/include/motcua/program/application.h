#pragma once

#include <memory>
#include <utility>

#include <absl/status/status.h>

namespace motcua::program {

/// A whole program: its parts, made and not started yet. Used from one thread; stopped by its
/// destructor at the latest. Each service has, beside its Config,
///
///   absl::StatusOr<std::unique_ptr<program::Application>> MakeApplication(
///       const Config& config, const log::Logger& logger, runtime::Shutdown& shutdown);
///
/// whose `shutdown` outlives what it makes.
class Application {
 public:
  virtual ~Application() = default;

  virtual absl::Status Start() = 0;
  virtual void Stop() = 0;
  /// Where it listens; a configured port 0 is the one that was given.
  virtual int grpc_port() const = 0;
  virtual int metrics_port() const = 0;
};

/// Most of them: the parts hang on `parts.frame`, a StatefulProgram, and start and stop with it.
template <typename Parts>
class FramedApplication final : public Application {
 public:
  explicit FramedApplication(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
  ~FramedApplication() override { Stop(); }

  absl::Status Start() override { return parts_->frame->Start(); }
  void Stop() override { parts_->frame->Stop(); }
  int grpc_port() const override { return parts_->frame->grpc_port(); }
  int metrics_port() const override { return parts_->frame->metrics_port(); }

 private:
  const std::unique_ptr<Parts> parts_;
};

}  // namespace motcua::program
