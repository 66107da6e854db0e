#include "motcua/calendar/json_reader.h"

#include <algorithm>
#include <limits>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/json/check_json.h"

namespace motcua::calendar {
namespace {

absl::Status WrongType(const std::string& path, std::string_view wanted) {
  return FieldError(path, "FIELD_TYPE", "the field must be " + std::string(wanted));
}

}  // namespace

absl::StatusOr<boost::json::value> ParseJson(std::string_view text) {
  // Boost keeps the last of two equal names without a word.
  if (const absl::Status strict = json::CheckJson(text); !strict.ok()) {
    return Error(absl::StatusCode::kInvalidArgument, "JSON_MALFORMED", Message(strict));
  }
  boost::json::parse_options options;
  options.max_depth = json::kDeepest;
  boost::system::error_code error;
  boost::json::value value = boost::json::parse(text, error, {}, options);
  if (error) {
    return Error(absl::StatusCode::kInvalidArgument, "JSON_MALFORMED",
                 "invalid JSON: " + error.message());
  }
  return value;
}

absl::Status AtField(const absl::Status& status, std::string_view field) {
  return FieldError(field, Reason(status), Message(status));
}

absl::StatusOr<JsonObject> JsonObject::From(const boost::json::value& value, std::string path) {
  const boost::json::object* object = value.if_object();
  if (object == nullptr) {
    return WrongType(path, "an object");
  }
  return JsonObject(*object, std::move(path));
}

absl::Status JsonObject::Allow(std::initializer_list<std::string_view> keys) const {
  for (const auto& member : *object_) {
    const std::string_view key = member.key();
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
      return FieldError(PathOf(key), "FIELD_UNKNOWN", "unknown field");
    }
  }
  return absl::OkStatus();
}

bool JsonObject::Has(std::string_view key) const {
  const boost::json::value* value = object_->if_contains(key);
  return value != nullptr && !value->is_null();
}

bool JsonObject::IsNull(std::string_view key) const {
  const boost::json::value* value = object_->if_contains(key);
  return value != nullptr && value->is_null();
}

absl::StatusOr<const boost::json::value*> JsonObject::Find(std::string_view key) const {
  const boost::json::value* value = object_->if_contains(key);
  if (value == nullptr) {
    return FieldError(PathOf(key), "FIELD_MISSING", "this field is required");
  }
  return value;
}

absl::StatusOr<std::string> JsonObject::String(std::string_view key) const {
  MOTCUA_ASSIGN_OR_RETURN(const boost::json::value* value, Find(key));
  return JsonString(*value, PathOf(key));
}

absl::StatusOr<bool> JsonObject::Bool(std::string_view key) const {
  MOTCUA_ASSIGN_OR_RETURN(const boost::json::value* value, Find(key));
  const bool* flag = value->if_bool();
  if (flag == nullptr) {
    return WrongType(PathOf(key), "true or false");
  }
  return *flag;
}

absl::StatusOr<int> JsonObject::Int(std::string_view key) const {
  MOTCUA_ASSIGN_OR_RETURN(const boost::json::value* value, Find(key));
  return JsonInt(*value, PathOf(key));
}

absl::StatusOr<JsonObject> JsonObject::Object(std::string_view key) const {
  MOTCUA_ASSIGN_OR_RETURN(const boost::json::value* value, Find(key));
  return From(*value, PathOf(key));
}

absl::StatusOr<const boost::json::array*> JsonObject::Array(std::string_view key) const {
  MOTCUA_ASSIGN_OR_RETURN(const boost::json::value* value, Find(key));
  const boost::json::array* array = value->if_array();
  if (array == nullptr) {
    return WrongType(PathOf(key), "a list");
  }
  return array;
}

std::string JsonObject::PathOf(std::string_view key) const {
  return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

std::string JsonObject::PathOf(std::string_view key, std::size_t index) const {
  return PathOf(key) + "[" + std::to_string(index) + "]";
}

absl::StatusOr<int> JsonInt(const boost::json::value& value, const std::string& path) {
  const std::int64_t* number = value.if_int64();
  if (number == nullptr || *number < std::numeric_limits<int>::min() ||
      *number > std::numeric_limits<int>::max()) {
    return WrongType(path, "a whole number");
  }
  return static_cast<int>(*number);
}

absl::StatusOr<std::string> JsonString(const boost::json::value& value, const std::string& path) {
  const boost::json::string* text = value.if_string();
  if (text == nullptr) {
    return WrongType(path, "a text");
  }
  return std::string(text->data(), text->size());
}

}  // namespace motcua::calendar
