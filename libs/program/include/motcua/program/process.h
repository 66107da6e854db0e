#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <absl/status/status.h>
#include <grpcpp/server_builder.h>

#include "motcua/http/server.h"
#include "motcua/log/logger.h"
#include "motcua/metrics/exposer.h"
#include "motcua/metrics/registry.h"
#include "motcua/program/feed.h"
#include "motcua/program/process_options.h"
#include "motcua/rpc/metrics_observer.h"
#include "motcua/rpc/server.h"
#include "motcua/rpc/unary.h"
#include "motcua/runtime/executor.h"
#include "motcua/runtime/health.h"
#include "motcua/runtime/periodic_task.h"
#include "motcua/runtime/shutdown.h"
#include "motcua/trace/span.h"

namespace motcua::program {

/// The frame of every program: health, metrics, executor, feeds, gRPC server, HTTP door, other
/// work, and the order in which they start and drain (R7.6, R7.7). A service creates its parts,
/// adds them to the frame, and calls Start and Stop. Used from one thread; the objects that it
/// returns are thread-safe and valid as long as it is. What is added to it must outlive Stop.
///
///   Process frame(options, logger, shutdown);
///   frame.AddService(grpc_service);
///   frame.AddHttpDoor({.listen = config.http_listen}, std::move(router));
///   frame.Start();
class Process {
 public:
  Process(ProcessOptions options, const log::Logger& logger, runtime::Shutdown& shutdown);
  /// Stops.
  virtual ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  const rpc::Edge& edge() const { return edge_; }
  metrics::Registry& metrics() { return registry_; }
  const log::Logger& logger() const { return logger_; }

  // All of these before Start.

  /// A condition that must hold before calls are accepted.
  runtime::Health::Condition AddCondition(std::string_view name);
  void AddService(grpc::Service& service);
  /// The HTTP server; at most one per program.
  void AddHttpDoor(http::ServerOptions options, http::Router router);
  const Feed& AddFeed(Feed::Options options);
  /// Runs `task` every `interval` on a separate thread; an error is logged.
  void AddPeriodic(std::string name, std::chrono::milliseconds interval,
                   std::function<absl::Status()> task);
  /// Threads that calls and events depend on: started before these are accepted, and stopped after
  /// them, in the reverse order of adding. `stop` may be called without `start`.
  struct Work {
    std::function<void()> start;
    /// Called at the beginning of the drain: no new work may begin. Must not block.
    std::function<void()> request_stop;
    std::function<void()> stop;
  };
  void AddWork(Work work);

  /// Starts operations port, work, feeds, gRPC server, door, periodic tasks; then ready. After an
  /// error everything except the operations port is stopped again.
  absl::Status Start();
  /// Not ready, drain delay, door and gRPC server, feeds, periodic tasks, work, executor. During
  /// the delay the door's answers close their connections, so that clients move away. The
  /// operations port answers until this object is destroyed. Later calls do nothing.
  void Stop();

  /// The bound ports; after Start.
  int grpc_port() const { return server_->port(); }
  int metrics_port() const { return exposer_->port(); }
  /// 0 without a door.
  int http_port() const { return door_ == nullptr ? 0 : door_->port(); }

 private:
  struct Periodic {
    std::string name;
    std::chrono::milliseconds interval;
    std::function<absl::Status()> task;
  };
  absl::Status StartAll();
  void StartTasks();
  void StopServers();

  const ProcessOptions options_;
  const log::Logger logger_;
  runtime::Shutdown& shutdown_;
  metrics::Registry registry_;
  runtime::Health health_;
  std::vector<metrics::CallbackHandle> gauges_;
  std::unique_ptr<metrics::Exposer> exposer_;

  runtime::Executor executor_;
  rpc::MetricsObserver observer_;
  const trace::Tracer tracer_;
  const rpc::Edge edge_;

  std::vector<Work> works_;
  std::vector<std::unique_ptr<Feed>> feeds_;
  std::vector<grpc::Service*> services_;
  std::unique_ptr<rpc::Server> server_;
  std::unique_ptr<http::Server> door_;
  std::vector<Periodic> periodics_;
  std::vector<std::unique_ptr<runtime::PeriodicTask>> tasks_;
  bool started_ = false;
  bool stopped_ = false;
};

}  // namespace motcua::program
