#pragma once

#include <string>
#include <utility>

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <google/protobuf/message.h>

#include "motcua/base/sha256.h"
#include "motcua/base/status_macros.h"
#include "motcua/command/answers.h"
#include "motcua/command/frame.h"
#include "motcua/command/key.h"
#include "motcua/db/pool.h"
#include "motcua/rpc/message_bytes.h"
#include "motcua/rpc/unary.h"

namespace motcua::program {

/// Parses the stored answer of a command; INTERNAL / ANSWER_UNREADABLE for bytes that do not match
/// its type.
absl::Status ReadAnswer(const absl::StatusOr<std::string>& bytes,
                        google::protobuf::Message& response);

/// The key of a command: the caller's, for the content of the whole request.
command::Key KeyOf(const CallContext& call, const char* method,
                   const google::protobuf::Message& request);

/// Answers an operator's command, which does not decide about one aggregate: `body(transaction)`
/// decides, queues the effect and returns the response, all under the call's key (command::Once).
template <typename Response, typename Body>
absl::Status RunOnce(db::Pool& pool, const CallContext& call, const char* method,
                     const google::protobuf::Message& request, Response& response,
                     const Body& body) {
  return ReadAnswer(command::Once(pool, call, KeyOf(call, method, request),
                                  [&](db::Transaction& transaction) -> absl::StatusOr<std::string> {
                                    MOTCUA_ASSIGN_OR_RETURN(const Response made, body(transaction));
                                    return made.SerializeAsString();
                                  }),
                    response);
}

/// RunOnce for a load that may be a dry run. A dry run is decided in the same way, but it changes
/// nothing: it needs no key, and its answer is not stored. `body` must not queue anything in one.
template <typename Request, typename Response, typename Body>
absl::Status RunLoad(db::Pool& pool, const CallContext& call, const char* method,
                     const Request& request, Response& response, const Body& body) {
  if (!request.dry_run()) {
    return RunOnce(pool, call, method, request, response, body);
  }
  return pool.Run(call, method, [&](db::Transaction& transaction) -> absl::Status {
    MOTCUA_ASSIGN_OR_RETURN(response, body(transaction));
    return absl::OkStatus();
  });
}

/// Fills in the parts of a command that come from its call: context, method, and the hash of the
/// whole request.
template <typename Model>
void Address(command::Command<Model>& command, const CallContext& call, const char* method,
             const google::protobuf::Message& request) {
  command.call = call;
  command.method = method;
  command.request_hash = Sha256Hex(rpc::MessageBytes(request));
}

/// Answers an RPC with a command: `make()` returns it with header, request and encode, or an error.
template <typename Model, typename Request, typename Response, typename Make>
grpc::ServerUnaryReactor* HandleCommand(grpc::CallbackServerContext* context, const rpc::Edge& edge,
                                        const char* method, const Request* request,
                                        Response* response, command::Frame<Model>& frame,
                                        const Make& make) {
  return rpc::HandleUnaryLater(
      context, edge, method, *request,
      [&](const CallContext& call, rpc::Answer answer) -> absl::Status {
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
