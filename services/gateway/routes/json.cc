#include "routes/json.h"

#include <absl/strings/ascii.h>
#include <google/protobuf/util/json_util.h>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/json/check_json.h"

#include "routes/request_text.h"

namespace motcua::gateway {
namespace {

/// Protobuf writes `(content.applicant) nmae: Cannot find field.` or `(content.applicant.kind):
/// invalid value "x" for type TYPE_INT32`. In parentheses are names of the call; the rest quotes
/// the request and is not repeated.
std::string PlaceIn(std::string_view message) {
  const std::size_t close = message.find(')');
  return message.starts_with('(') && close != std::string_view::npos
             ? std::string(message.substr(1, close - 1))
             : "body";
}

}  // namespace

absl::Status FromJson(const std::string& body, google::protobuf::Message& message) {
  MOTCUA_RETURN_IF_ERROR(CheckUtf8(body, "body"));
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = false;
  // Protobuf's reader takes trailing commas, single quotes, bare names and more, so another one
  // goes before it.
  MOTCUA_RETURN_IF_ERROR(json::CheckJson(body));
  const auto parsed = google::protobuf::util::JsonStringToMessage(body, &message, options);
  if (parsed.ok()) {
    return absl::OkStatus();
  }
  const std::string_view why(parsed.message().data(), parsed.message().size());
  return FieldError(PlaceIn(why), "JSON_INVALID",
                    why.ends_with("Cannot find field.")
                        ? "this call knows no field of that name here"
                        : "the value has the wrong type for this call");
}

absl::Status ReadJson(const http::Request& request, google::protobuf::Message& message) {
  const std::string_view sent = request.headers.Get("Content-Type");
  std::string type(sent.substr(0, sent.find(';')));
  absl::StripAsciiWhitespace(&type);
  // Names of media types have no case, and parameters change nothing here (RFC 9110 8.3.1).
  if (!type.empty() && !http::EqualsIgnoreCase(type, "application/json")) {
    return FieldError("Content-Type", "MEDIA_TYPE_UNSUPPORTED",
                      "the body must be application/json");
  }
  return FromJson(request.body, message);
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
