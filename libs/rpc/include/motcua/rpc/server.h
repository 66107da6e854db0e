#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <absl/status/statusor.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

namespace motcua::rpc {

/// A gRPC server with the limits of R5.1, grpc.health.v1 and reflection. Internal network only: it
/// must never face the public (gRPC 1.51 has known holes in HTTP/2 header handling). Thread-safe.
class Server {
 public:
  struct Options {
    std::string listen;                    // host:port, port 0 picks a free one
    std::vector<grpc::Service*> services;  // not owned; outlive the server
  };
  /// UNAVAILABLE / LISTEN_FAILED when the address is malformed or taken.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const Options& options);
  /// As `Stop` without patience: calls in flight are cancelled, running handlers waited for.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  int port() const { return port_; }
  /// grpc.health.v1: `readiness` (and the empty name) follow this and begin NOT_SERVING, which
  /// channels of MakeChannel heed; `liveness` is SERVING while the process answers. Without effect
  /// after Stop. Feed it from runtime::Health::OnReadyChange.
  void SetReady(bool ready);
  /// Not ready, then stop accepting and finish calls in flight until `limit`; then they are
  /// cancelled towards their callers. A handler that runs is always waited for, so stop the
  /// executor after the server. Later calls wait for the first and do nothing more.
  void Stop(std::chrono::milliseconds limit);

 private:
  Server() = default;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
  std::mutex health_mutex_;
  bool stopping_ = false;
  std::once_flag stopped_;
};

}  // namespace motcua::rpc
