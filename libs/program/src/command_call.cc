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

}  // namespace motcua::program
