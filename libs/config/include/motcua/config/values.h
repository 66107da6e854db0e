#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>

namespace motcua::config {

/// A number of bytes, written with its unit: `512B`, `64KiB`, `16MiB`, `2GiB`.
struct ByteSize {
  std::uint64_t bytes = 0;
  friend bool operator==(ByteSize, ByteSize) = default;
};

constexpr ByteSize KiB(std::uint64_t n) {
  return {n * 1024U};
}
constexpr ByteSize MiB(std::uint64_t n) {
  return {n * 1024U * 1024U};
}

/// Where to listen or connect: `127.0.0.1:9000`, `db.local:5432`, `[::1]:9000`. The host is stored
/// without brackets. Port 0 means "any free port" and is for listening only.
struct HostPort {
  std::string host;
  std::uint16_t port = 0;
  /// The text form, with brackets around an IPv6 address.
  std::string ToString() const;
  friend bool operator==(const HostPort&, const HostPort&) = default;
};

// Strict parsers: no spaces, no sign on unsigned values, no trailing characters. Every failure is
// INVALID_ARGUMENT with a reason: NOT_A_NUMBER, NOT_A_BOOL, UNIT_MISSING, UNIT_UNKNOWN,
// OUT_OF_RANGE, NOT_A_HOST_PORT.

absl::StatusOr<std::int64_t> ParseInteger(std::string_view text);
/// `true` or `false`, nothing else.
absl::StatusOr<bool> ParseBool(std::string_view text);
/// A whole number and one of `ms`, `s`, `m`, `h`. `0ms` is a duration; `0` is not.
absl::StatusOr<std::chrono::milliseconds> ParseDuration(std::string_view text);
/// A whole number and one of `B`, `KiB`, `MiB`, `GiB`.
absl::StatusOr<ByteSize> ParseByteSize(std::string_view text);
absl::StatusOr<HostPort> ParseHostPort(std::string_view text);

/// The shortest text that parses back to the same value: `90s`, `2h`, `16MiB`.
std::string FormatDuration(std::chrono::milliseconds value);
std::string FormatByteSize(ByteSize value);

}  // namespace motcua::config
