#include "motcua/rpc/server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/security/server_credentials.h>

#include "motcua/base/error.h"

namespace motcua::rpc {
namespace {

// Limits of R5.1.
constexpr int kMaxMessageBytes = 1024 * 1024;
constexpr int kMaxMetadataBytes = 8 * 1024;
constexpr int kMaxStreamsPerConnection = 100;
constexpr std::size_t kMemoryBytes = std::size_t{256} * 1024 * 1024;
constexpr int kMaxConnectionAgeMs = 30 * 60 * 1000;
constexpr int kMaxConnectionAgeGraceMs = 30 * 1000;
// Our own channels ping every 20 s (client.cc); more than twice as often is treated as abuse.
constexpr int kShortestPingIntervalMs = 8 * 1000;
constexpr int kKeepaliveMs = 60 * 1000;
constexpr int kKeepaliveTimeoutMs = 10 * 1000;

constexpr char kReadiness[] = "readiness";
constexpr char kLiveness[] = "liveness";

/// gRPC enables both per process, before its first server.
void SwitchOnHealthAndReflection() {
  static const bool done = [] {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    return true;
  }();
  static_cast<void>(done);
}

void SetLimits(grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(kMaxMessageBytes);
  builder.SetMaxSendMessageSize(kMaxMessageBytes);
  builder.SetResourceQuota(grpc::ResourceQuota("motcua").Resize(kMemoryBytes));
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadataBytes);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kMaxStreamsPerConnection);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, kMaxConnectionAgeMs);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, kMaxConnectionAgeGraceMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                             kShortestPingIntervalMs);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MAX_PING_STRIKES, 2);
  // Two servers on one port would silently share its calls; the second must fail to start.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const Options& options) {
  SwitchOnHealthAndReflection();
  std::unique_ptr<Server> server(new Server());
  grpc::ServerBuilder builder;
  SetLimits(builder);
  builder.AddListeningPort(options.listen, grpc::InsecureServerCredentials(), &server->port_);
  for (grpc::Service* service : options.services) {
    builder.RegisterService(service);
  }
  server->server_ = builder.BuildAndStart();
  if (server->server_ == nullptr || server->port_ == 0) {
    return Error(absl::StatusCode::kUnavailable, "LISTEN_FAILED",
                 "Cannot listen on " + options.listen + ": the address is malformed or in use.",
                 {{"listen", options.listen}});
  }
  server->server_->GetHealthCheckService()->SetServingStatus(kLiveness, true);
  server->SetReady(false);
  return server;
}

Server::~Server() {
  if (server_ != nullptr) {
    Stop(std::chrono::milliseconds(0));
  }
}

void Server::SetReady(bool ready) {
  const std::lock_guard lock(health_mutex_);
  if (stopping_) {
    return;
  }
  grpc::HealthCheckServiceInterface* health = server_->GetHealthCheckService();
  health->SetServingStatus("", ready);
  health->SetServingStatus(kReadiness, ready);
}

void Server::Stop(std::chrono::milliseconds limit) {
  std::call_once(stopped_, [&] {
    SetReady(false);
    {
      const std::lock_guard lock(health_mutex_);
      stopping_ = true;
    }
    server_->Shutdown(std::chrono::system_clock::now() + limit);
    server_->Wait();
  });
}

}  // namespace motcua::rpc
