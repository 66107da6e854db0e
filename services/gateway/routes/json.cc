#include "routes/json.h"

#include <google/protobuf/util/json_util.h>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"

#include "routes/request_text.h"

namespace motcua::gateway {

absl::Status FromJson(const std::string& body, google::protobuf::Message& message) {
  MOTCUA_RETURN_IF_ERROR(CheckUtf8(body, "body"));
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = false;
  const auto parsed = google::protobuf::util::JsonStringToMessage(body, &message, options);
  if (!parsed.ok()) {
    return FieldError("body", "JSON_INVALID",
                      "invalid JSON body for this call: " + std::string(parsed.message()));
  }
  return absl::OkStatus();
}

std::string ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) {
    json.clear();
  }
  return json;
}

}  // namespace motcua::gateway
