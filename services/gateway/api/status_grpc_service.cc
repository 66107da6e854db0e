#include "api/status_grpc_service.h"

#include "motcua/base/status_macros.h"

namespace motcua::gateway {

grpc::ServerUnaryReactor* StatusGrpcService::GetStatus(grpc::CallbackServerContext* context,
                                                       const v1::GetStatusRequest* request,
                                                       v1::GetStatusResponse* response) {
  return rpc::HandleUnary(
      context, edge_, "GetStatus", *request,
      [this, request, response](const CallContext& call) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(const std::string key, StatusLookup::KeyOf(request->code()));
        const Version not_before{request->not_before().intake(),
                                 request->not_before().processing()};
        if (request->lookup_secret().empty() && !request->asker_phone().empty()) {
          MOTCUA_ASSIGN_OR_RETURN(
              *response->mutable_status(),
              lookup_.FindForPhone(call, key, request->asker_phone(), not_before));
          return absl::OkStatus();
        }
        if (request->lookup_secret().empty()) {
          MOTCUA_ASSIGN_OR_RETURN(*response->mutable_status(), lookup_.Find(call, key, not_before));
          return absl::OkStatus();
        }
        MOTCUA_ASSIGN_OR_RETURN(
            const StatusEntry entry,
            lookup_.FindWithSecret(call, key, request->lookup_secret(), not_before));
        *response->mutable_status() = entry.status;
        return absl::OkStatus();
      });
}

}  // namespace motcua::gateway
