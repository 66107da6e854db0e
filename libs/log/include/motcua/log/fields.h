#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace motcua::log {

/// The value of a log field: text, integer, number or bool. It refers to the text it is made from
/// and is valid only during the call it is an argument of. No other type converts to it, which
/// keeps secrets, `Redacted` values and whole messages out of the log.
class FieldValue {
 public:
  using Variant = std::variant<std::string_view, std::int64_t, std::uint64_t, double, bool>;

  FieldValue(std::string_view text) : value_(text) {}  // NOLINT(google-explicit-constructor)
  FieldValue(const std::string& text) : value_(std::string_view(text)) {}  // NOLINT
  FieldValue(const char* text) : value_(std::string_view(text)) {}         // NOLINT
  FieldValue(std::same_as<bool> auto flag) : value_(flag) {}               // NOLINT
  template <std::signed_integral T>
  requires(!std::same_as<T, bool> && !std::same_as<T, char>) FieldValue(T number)
      : value_(static_cast<std::int64_t>(number)) {}  // NOLINT
  template <std::unsigned_integral T>
  requires(!std::same_as<T, bool>) FieldValue(T number)
      : value_(static_cast<std::uint64_t>(number)) {}  // NOLINT
  template <std::floating_point T>
  FieldValue(T number) : value_(static_cast<double>(number)) {}  // NOLINT

  const Variant& variant() const { return value_; }

 private:
  Variant value_;
};

/// One field of a log line: `{"topic", topic}`. Keys are lower_snake and normally literals.
struct Field {
  std::string_view key;
  FieldValue value;
};

}  // namespace motcua::log
