#include "status/public_answer.h"

#include <google/protobuf/util/json_util.h>

namespace motcua::gateway {

std::string PublicJson(const type::v1::PublicStatus& status) {
  type::v1::PublicStatus shown = status;
  shown.clear_details();
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;  // as in all of REST (routes/json.h)
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(shown, &json, options).ok()) {
    json.clear();
  }
  return json;
}

}  // namespace motcua::gateway
