#include "motcua/config/values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <span>

#include <arpa/inet.h>
#include <netinet/in.h>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"

namespace motcua::config {
namespace {

absl::Status Bad(std::string_view reason, std::string_view message) {
  return Error(absl::StatusCode::kInvalidArgument, reason, message);
}

template <typename T>
absl::StatusOr<T> ParseNumber(std::string_view text) {
  T number{};
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error == std::errc::result_out_of_range) {
    return Bad("OUT_OF_RANGE", "the number is too large");
  }
  if (error != std::errc() || stop != end) {
    return Bad("NOT_A_NUMBER", "a whole number is expected");
  }
  return number;
}

struct Unit {
  std::string_view name;
  std::uint64_t factor;
};
// Largest first, as FormatWithUnit requires.
constexpr std::array kTimeUnits{Unit{"h", 3'600'000}, Unit{"m", 60'000}, Unit{"s", 1'000},
                                Unit{"ms", 1}};
constexpr std::array kByteUnits{Unit{"GiB", 1ULL << 30U}, Unit{"MiB", 1ULL << 20U},
                                Unit{"KiB", 1ULL << 10U}, Unit{"B", 1}};

absl::StatusOr<std::uint64_t> ParseWithUnit(std::string_view text, std::span<const Unit> units) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  MOTCUA_ASSIGN_OR_RETURN(const std::uint64_t count,
                          ParseNumber<std::uint64_t>(text.substr(0, digits)));
  const std::string_view name = text.substr(digits);
  if (name.empty()) {
    return Bad("UNIT_MISSING", "the number needs a unit");
  }
  for (const Unit& unit : units) {
    if (unit.name != name) {
      continue;
    }
    if (count > std::numeric_limits<std::uint64_t>::max() / unit.factor) {
      return Bad("OUT_OF_RANGE", "the number is too large");
    }
    return count * unit.factor;
  }
  return Bad("UNIT_UNKNOWN", "unknown unit");
}

std::string FormatWithUnit(std::uint64_t value, std::span<const Unit> units) {
  for (const Unit& unit : units) {
    if (value != 0 && value % unit.factor == 0) {
      return std::to_string(value / unit.factor).append(unit.name);
    }
  }
  return std::string("0").append(units.back().name);
}

bool IsHostName(std::string_view host) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_';
  };
  return !host.empty() && host.size() <= 253 && std::all_of(host.begin(), host.end(), allowed);
}

bool IsIpv6(const std::string& host) {
  in6_addr address{};
  return ::inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

}  // namespace

std::string HostPort::ToString() const {
  const bool brackets = host.find(':') != std::string::npos;
  return (brackets ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

absl::StatusOr<std::int64_t> ParseInteger(std::string_view text) {
  return ParseNumber<std::int64_t>(text);
}

absl::StatusOr<bool> ParseBool(std::string_view text) {
  if (text == "true") {
    return true;
  }
  if (text == "false") {
    return false;
  }
  return Bad("NOT_A_BOOL", "true or false is expected");
}

absl::StatusOr<std::chrono::milliseconds> ParseDuration(std::string_view text) {
  MOTCUA_ASSIGN_OR_RETURN(const std::uint64_t ms, ParseWithUnit(text, kTimeUnits));
  if (ms > static_cast<std::uint64_t>(std::chrono::milliseconds::max().count())) {
    return Bad("OUT_OF_RANGE", "the duration is too long");
  }
  return std::chrono::milliseconds(static_cast<std::int64_t>(ms));
}

absl::StatusOr<ByteSize> ParseByteSize(std::string_view text) {
  MOTCUA_ASSIGN_OR_RETURN(const std::uint64_t bytes, ParseWithUnit(text, kByteUnits));
  return ByteSize{bytes};
}

absl::StatusOr<HostPort> ParseHostPort(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) {
    return Bad("NOT_A_HOST_PORT", "host:port is expected");
  }
  const absl::StatusOr<std::uint16_t> port = ParseNumber<std::uint16_t>(text.substr(colon + 1));
  if (!port.ok()) {
    return Bad("NOT_A_HOST_PORT", "the port must be a number from 0 to 65535");
  }
  std::string host(text.substr(0, colon));
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
    if (!IsIpv6(host)) {
      return Bad("NOT_A_HOST_PORT", "the brackets must hold an IPv6 address");
    }
  } else if (!IsHostName(host)) {
    return Bad("NOT_A_HOST_PORT",
               "the host must be a name, an IPv4 address, or an IPv6 address in brackets");
  }
  return HostPort{std::move(host), *port};
}

std::string FormatDuration(std::chrono::milliseconds value) {
  return FormatWithUnit(static_cast<std::uint64_t>(std::max<std::int64_t>(value.count(), 0)),
                        kTimeUnits);
}

std::string FormatByteSize(ByteSize value) {
  return FormatWithUnit(value.bytes, kByteUnits);
}

}  // namespace motcua::config
