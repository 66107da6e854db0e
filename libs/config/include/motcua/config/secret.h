#pragma once

#include <iosfwd>
#include <string>
#include <utility>

namespace motcua::config {

/// A password, key or token. It can be passed on but not compared; the value is read with
/// `Reveal()`, which a reviewer can search for. It has no formatter and no stream operator, so
/// writing it to a log does not compile.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}

  /// The value in clear. Pass it to the library that needs it and keep no copy.
  const std::string& Reveal() const { return value_; }
  bool empty() const { return value_.empty(); }

  friend std::ostream& operator<<(std::ostream&, const Secret&) = delete;

 private:
  std::string value_;
};

}  // namespace motcua::config
