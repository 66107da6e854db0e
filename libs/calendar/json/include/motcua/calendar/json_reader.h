#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>
#include <boost/json.hpp>

namespace motcua::calendar {

/// Strict reading of a JSON document from outside: every error names the field. Users of this
/// header must link Boost::json. Does not throw.

/// Fails with INVALID_ARGUMENT: JSON_MALFORMED (also for nesting deeper than 8).
absl::StatusOr<boost::json::value> ParseJson(std::string_view text);

/// `status` with the path of the field added to its metadata; same reason and message.
absl::Status AtField(const absl::Status& status, std::string_view field);

/// One object of the document and its path (`days[3]`; empty for the document itself). A view: the
/// value must outlive it. The readers fail with FIELD_MISSING or FIELD_TYPE.
class JsonObject {
 public:
  static absl::StatusOr<JsonObject> From(const boost::json::value& value, std::string path);

  /// FIELD_UNKNOWN for the first key that is not listed.
  absl::Status Allow(std::initializer_list<std::string_view> keys) const;

  /// Also false for a field that is null.
  bool Has(std::string_view key) const;
  /// True for a field that is present and null, to distinguish "none" from a missing field.
  bool IsNull(std::string_view key) const;
  absl::StatusOr<std::string> String(std::string_view key) const;
  absl::StatusOr<bool> Bool(std::string_view key) const;
  /// A whole number; 3.0 is not one.
  absl::StatusOr<int> Int(std::string_view key) const;
  absl::StatusOr<JsonObject> Object(std::string_view key) const;
  absl::StatusOr<const boost::json::array*> Array(std::string_view key) const;

  /// `days[3].date`
  std::string PathOf(std::string_view key) const;
  /// `days[3].weekdays[0]`
  std::string PathOf(std::string_view key, std::size_t index) const;

 private:
  JsonObject(const boost::json::object& object, std::string path)
      : object_(&object), path_(std::move(path)) {}
  absl::StatusOr<const boost::json::value*> Find(std::string_view key) const;

  const boost::json::object* object_;
  std::string path_;
};

/// An element of an array as a whole number or a text; `path` names it.
absl::StatusOr<int> JsonInt(const boost::json::value& value, const std::string& path);
absl::StatusOr<std::string> JsonString(const boost::json::value& value, const std::string& path);

}  // namespace motcua::calendar
