#pragma once

#include <memory>

#include <grpcpp/channel.h>

#include "motcua/gateway/v1/status_service.grpc.pb.h"

#include "usecase/ports.h"

namespace motcua::notification {

/// Look-ups through the gateway's cache on behalf of the sender's telephone (R3.14). Thread-safe.
class GatewayStatus final : public StatusSource {
 public:
  explicit GatewayStatus(const std::shared_ptr<grpc::Channel>& gateway)
      : stub_(gateway::v1::StatusService::NewStub(gateway)) {}
  absl::StatusOr<FoundStatus> Find(const CallContext& call, const std::string& code,
                                   const std::string& phone) override;

 private:
  std::unique_ptr<gateway::v1::StatusService::Stub> stub_;
};

}  // namespace motcua::notification
