#include "output/json.h"

#include <string>

#include <google/protobuf/util/json_util.h>

#include "motcua/base/error.h"

namespace motcua::ctl {

absl::StatusOr<boost::json::value> ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  options.preserve_proto_field_names = true;
  std::string text;
  boost::system::error_code error;
  boost::json::value value;
  if (google::protobuf::util::MessageToJsonString(message, &text, options).ok()) {
    value = boost::json::parse(text, error);
  }
  if (text.empty() || error) {
    return Error(absl::StatusCode::kInternal, "ANSWER_UNPRINTABLE",
                 "the answer has a value that cannot be written as JSON");
  }
  return value;
}

}  // namespace motcua::ctl
