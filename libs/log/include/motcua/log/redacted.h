#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>

namespace motcua::log {

/// Wraps personal data: a name, a phone number, an address. It has no formatter, no stream operator
/// and no conversion to a log field, so logging it does not compile.
template <typename T>
class Redacted {
 public:
  Redacted() = default;
  explicit Redacted(T value) : value_(std::move(value)) {}

  /// The value in clear; search for this name in a review.
  const T& Reveal() const { return value_; }

  friend bool operator==(const Redacted&, const Redacted&) = default;
  friend std::ostream& operator<<(std::ostream&, const Redacted&) = delete;

 private:
  T value_{};
};

/// `***123` for a phone number: the only form of it allowed in a log (reliability R7.8). Fewer than
/// seven characters give `***`.
std::string MaskPhone(std::string_view phone);

}  // namespace motcua::log
