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

/// A gRPC server with the limits of R5.1, grpc.health.v1 and reflection. For the internal network
/// only; it must never be reachable from the public network (gRPC 1.51 has known vulnerabilities in
/// HTTP/2 header handling). Thread-safe.
class Server {
 public:
  struct Options {
    std::string listen;                    // host:port, port 0 picks a free one
    std::vector<grpc::Service*> services;  // not owned; must outlive the server
  };
  /// UNAVAILABLE / LISTEN_FAILED when the address is malformed or in use.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const Options& options);
  /// Like `Stop` with a limit of zero: cancels calls in flight and waits for running handlers.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  int port() const { return port_; }
  /// grpc.health.v1: `readiness` (and the empty name) follow this and are NOT_SERVING at first;
  /// channels of MakeChannel respect it. `liveness` is SERVING while the process answers. Has no
  /// effect after Stop. Call it from runtime::Health::OnReadyChange.
  void SetReady(bool ready);
  /// Becomes not ready, stops accepting, and lets calls in flight finish until `limit`, after which
  /// they are cancelled for their callers. Always waits for running handlers, so stop the executor
  /// after the server. Later calls only wait for the first.
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
