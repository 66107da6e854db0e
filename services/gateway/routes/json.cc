#include "routes/json.h"

#include <absl/strings/ascii.h>
#include <boost/json.hpp>
#include <google/protobuf/descriptor.h>
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

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

absl::Status WrongType(const std::string& place) {
  return FieldError(place, "JSON_INVALID", "the value has the wrong type for this call");
}

absl::Status CheckShape(const boost::json::value& value, const Descriptor& message,
                        const std::string& place);

absl::Status CheckList(const boost::json::value& value, const FieldDescriptor& field,
                       const std::string& place) {
  if (!value.is_array()) {
    return WrongType(place);
  }
  for (std::size_t i = 0; i < value.as_array().size(); ++i) {
    const boost::json::value& item = value.as_array()[i];
    const std::string at = place + "[" + std::to_string(i) + "]";
    if (item.is_null()) {
      return WrongType(at);
    }
    if (field.message_type() != nullptr) {
      MOTCUA_RETURN_IF_ERROR(CheckShape(item, *field.message_type(), at));
    }
  }
  return absl::OkStatus();
}

/// Objects and lists where the message has them. Protobuf's reader drops a null of a list and takes
/// a single value for a list of one. A name that the message does not know is left to that reader.
/// The bodies have no map and no message with a JSON form of its own.
absl::Status CheckShape(const boost::json::value& value, const Descriptor& message,
                        const std::string& place) {
  if (!value.is_object()) {
    return WrongType(place.empty() ? "body" : place);
  }
  for (const auto& member : value.as_object()) {
    const std::string name(member.key().data(), member.key().size());
    const FieldDescriptor* field = message.FindFieldByName(name);
    if (field == nullptr) {
      field = message.FindFieldByCamelcaseName(name);
    }
    if (field == nullptr || member.value().is_null()) {
      continue;
    }
    const std::string at = place.empty() ? name : place + "." + name;
    if (field->is_repeated()) {
      MOTCUA_RETURN_IF_ERROR(CheckList(member.value(), *field, at));
    } else if (field->message_type() != nullptr) {
      MOTCUA_RETURN_IF_ERROR(CheckShape(member.value(), *field->message_type(), at));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckShape(const std::string& body, const Descriptor& message) {
  boost::json::parse_options options;
  options.max_depth = json::kDeepest;
  boost::json::error_code error;
  const boost::json::value value = boost::json::parse(body, error, {}, options);
  return error ? WrongType("body") : CheckShape(value, message, "");
}

}  // namespace

absl::Status FromJson(const std::string& body, google::protobuf::Message& message) {
  MOTCUA_RETURN_IF_ERROR(CheckUtf8(body, "body"));
  google::protobuf::util::JsonParseOptions options;
  options.ignore_unknown_fields = false;
  // Protobuf's reader takes trailing commas, single quotes, bare names and more, so another one
  // goes before it.
  MOTCUA_RETURN_IF_ERROR(json::CheckJson(body));
  MOTCUA_RETURN_IF_ERROR(CheckShape(body, *message.GetDescriptor()));
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
