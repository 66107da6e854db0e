#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <absl/status/statusor.h>
#include <grpcpp/server_builder.h>

namespace motcua::rpc {

/// A gRPC server with the limits of R5.1, grpc.health.v1 and reflection. Internal network only: it
/// must never face the public (gRPC 1.51 has known holes in HTTP/2 header handling).
class Server {
 public:
  struct Options {
    std::string listen;                    // host:port, port 0 picks a free one
    std::vector<grpc::Service*> services;  // not owned; outlive the server
  };
  static absl::StatusOr<std::unique_ptr<Server>> Start(const Options& options);
  ~Server();

  int port() const { return port_; }
  /// grpc.health.v1: `readiness` (and the empty name) follow this; `liveness` is SERVING while the
  /// process answers.
  void SetReady(bool ready);
  /// Not ready, then stop accepting and finish calls in flight until `limit`.
  void Stop(std::chrono::milliseconds limit);

 private:
  Server() = default;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
};

}  // namespace motcua::rpc
