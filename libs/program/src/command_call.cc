#include "motcua/program/command_call.h"

#include "motcua/base/error.h"

namespace motcua::program {

absl::Status ReadAnswer(const absl::StatusOr<std::string>& bytes,
                        google::protobuf::Message& response) {
  if (!bytes.ok()) {
    return bytes.status();
  }
  return response.ParseFromString(*bytes)
             ? absl::OkStatus()
             : Error(absl::StatusCode::kInternal, "ANSWER_UNREADABLE",
                     "the stored answer of this command does not match its type");
}

command::Key KeyOf(const CallContext& call, const char* method,
                   const google::protobuf::Message& request) {
  return {.caller = call.caller,
          .method = method,
          .key = call.idempotency_key,
          .request_hash = Sha256Hex(rpc::MessageBytes(request))};
}

}  // namespace motcua::program
