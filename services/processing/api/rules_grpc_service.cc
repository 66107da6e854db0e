#include "api/rules_grpc_service.h"

#include "motcua/base/status_macros.h"
#include "motcua/program/command_call.h"

namespace motcua::processing {

grpc::ServerUnaryReactor* RulesGrpcService::LoadWorkflows(grpc::CallbackServerContext* context,
                                                          const v1::LoadWorkflowsRequest* request,
                                                          v1::LoadWorkflowsResponse* response) {
  return rpc::HandleUnary(context, edge_, "LoadWorkflows", *request,
                          [this, request, response](const CallContext& call) {
                            return program::RunLoad(pool_, call, "LoadWorkflows", *request,
                                                    *response, [&](db::Transaction& transaction) {
                                                      return loads_.LoadWorkflows(transaction, call,
                                                                                  *request);
                                                    });
                          });
}

grpc::ServerUnaryReactor* RulesGrpcService::LoadCalendar(grpc::CallbackServerContext* context,
                                                         const v1::LoadCalendarRequest* request,
                                                         v1::LoadCalendarResponse* response) {
  return rpc::HandleUnary(
      context, edge_, "LoadCalendar", *request,
      [this, request, response](const CallContext& call) -> absl::Status {
        MOTCUA_RETURN_IF_ERROR(program::RunLoad(
            pool_, call, "LoadCalendar", *request, *response, [&](db::Transaction& transaction) {
              return loads_.LoadCalendar(transaction, call, *request);
            }));
        if (response->changed() && !request->dry_run()) {
          book_.Refresh();
        }
        return absl::OkStatus();
      });
}

}  // namespace motcua::processing
