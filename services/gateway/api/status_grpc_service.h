#pragma once

#include "motcua/gateway/v1/status_service.grpc.pb.h"

#include "motcua/rpc/unary.h"

#include "status/status_lookup.h"

namespace motcua::gateway {

/// StatusService: the same look-up as the REST edge, for programs (SMS). Thread-safe.
class StatusGrpcService final : public v1::StatusService::CallbackService {
 public:
  StatusGrpcService(const rpc::Edge& edge, StatusLookup& lookup) : edge_(edge), lookup_(lookup) {}
  grpc::ServerUnaryReactor* GetStatus(grpc::CallbackServerContext* context,
                                      const v1::GetStatusRequest* request,
                                      v1::GetStatusResponse* response) override;

 private:
  const rpc::Edge& edge_;
  StatusLookup& lookup_;
};

}  // namespace motcua::gateway
