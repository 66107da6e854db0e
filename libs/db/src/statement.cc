#include "motcua/db/statement.h"

#include <utility>

#include "binary_format.h"

namespace motcua::db {

Params& Params::Text(std::string_view value) {
  // libpq would silently cut the text at a NUL.
  values_.push_back(
      {.data = std::string(value), .refused = value.find('\0') != std::string_view::npos});
  return *this;
}

Params& Params::Int(std::int64_t value) {
  values_.push_back({.data = std::to_string(value)});
  return *this;
}

Params& Params::Bool(bool value) {
  return Text(value ? "t" : "f");
}

Params& Params::Time(Instant value) {
  std::string bytes;
  AppendInt(bytes, MicrosecondsOf(value), 8);
  return Bytes(bytes);
}

Params& Params::OptionalTime(const std::optional<Instant>& value) {
  return value.has_value() ? Time(*value) : Null();
}

Params& Params::TextOrNull(std::string_view value) {
  return value.empty() ? Null() : Text(value);
}

Params& Params::Bytes(std::string_view value) {
  values_.push_back({.data = std::string(value), .binary = true});
  return *this;
}

Params& Params::Null() {
  values_.push_back({});
  return *this;
}

Params& Params::Values(const Array& array) {
  std::optional<std::string> bytes = array.Finish();
  const bool refused = !bytes.has_value();
  values_.push_back({.data = std::move(bytes), .binary = true, .refused = refused});
  return *this;
}

}  // namespace motcua::db
