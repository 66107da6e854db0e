#pragma once

#include <string>
#include <utility>

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <google/protobuf/message.h>

#include "motcua/base/status_macros.h"
#include "motcua/command/frame.h"
#include "motcua/rpc/message_bytes.h"
#include "motcua/rpc/unary.h"

namespace motcua::program {

/// Parses the stored answer of a command; INTERNAL / ANSWER_UNREADABLE for bytes that do not match
/// its type.
absl::Status ReadAnswer(const absl::StatusOr<std::string>& bytes,
                        google::protobuf::Message& response);

/// Fills in the parts of a command that come from its call: context, method, and the hash of the
/// whole request.
template <typename Model>
void Address(command::Command<Model>& command, const CallContext& call, const char* method,
             const google::protobuf::Message& request) {
  command.call = call;
  command.method = method;
  command.request_hash = command::HashContent(rpc::MessageBytes(request));
}

/// Answers an RPC with a command: `make()` returns it with header, request and encode, or an error.
template <typename Model, typename Request, typename Response, typename Make>
grpc::ServerUnaryReactor* HandleCommand(grpc::CallbackServerContext* context, const rpc::Edge& edge,
                                        const char* method, const Request* request,
                                        Response* response, command::Frame<Model>& frame,
                                        const Make& make) {
  return rpc::HandleUnaryLater(
      context, edge, method, [&](const CallContext& call, rpc::Answer answer) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(command::Command<Model> command, make());
        Address(command, call, method, *request);
        frame.Submit(std::move(command), [response, answer = std::move(answer)](
                                             const absl::StatusOr<std::string>& bytes) mutable {
          answer(ReadAnswer(bytes, *response));
        });
        return absl::OkStatus();
      });
}

}  // namespace motcua::program
