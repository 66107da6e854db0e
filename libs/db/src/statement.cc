#include "motcua/db/statement.h"

#include "motcua/base/check.h"

#include "text_format.h"

namespace motcua::db {

Params& Params::Text(std::string_view value) {
  values_.push_back({.data = std::string(value)});
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
  return Text(FormatTimestamp(value));
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

Params& Params::TextArray(const std::vector<std::string>& values) {
  return Text(FormatArray(values));
}

const std::optional<std::string>& Result::Cell(std::size_t row, std::size_t column) const {
  MOTCUA_CHECK(row < rows_ && column < columns_);
  return cells_[row * columns_ + column];
}

bool Result::IsNull(std::size_t row, std::size_t column) const {
  return !Cell(row, column).has_value();
}

std::string_view Result::Text(std::size_t row, std::size_t column) const {
  const std::optional<std::string>& cell = Cell(row, column);
  return cell.has_value() ? std::string_view(*cell) : std::string_view();
}

std::int64_t Result::Int(std::size_t row, std::size_t column) const {
  const std::optional<std::string>& cell = Cell(row, column);
  return cell.has_value() ? ParseInteger(*cell) : 0;
}

bool Result::Bool(std::size_t row, std::size_t column) const {
  const std::optional<std::string>& cell = Cell(row, column);
  MOTCUA_CHECK(!cell.has_value() || *cell == "t" || *cell == "f");
  return cell.has_value() && *cell == "t";
}

Instant Result::Time(std::size_t row, std::size_t column) const {
  return OptionalTime(row, column).value_or(Instant{});
}

std::optional<Instant> Result::OptionalTime(std::size_t row, std::size_t column) const {
  const std::optional<std::string>& cell = Cell(row, column);
  return cell.has_value() ? std::optional(ParseTimestamp(*cell)) : std::nullopt;
}

std::string Result::Bytes(std::size_t row, std::size_t column) const {
  const std::optional<std::string>& cell = Cell(row, column);
  return cell.has_value() ? ParseBytea(*cell) : std::string();
}

}  // namespace motcua::db
