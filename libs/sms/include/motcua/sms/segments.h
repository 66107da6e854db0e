#pragma once

#include <cstddef>
#include <string_view>

#include <absl/status/statusor.h>

namespace motcua::sms {

/// The encoding of a text message (3GPP TS 23.038).
enum class Encoding { kGsm7, kUcs2 };
/// `gsm7`, `ucs2`.
std::string_view ToString(Encoding encoding);

/// Capacity in units of a single message, and of each part of a longer one (the rest is the header
/// that joins the parts).
inline constexpr std::size_t kGsm7Single = 160;
inline constexpr std::size_t kGsm7Part = 153;
inline constexpr std::size_t kUcs2Single = 70;
inline constexpr std::size_t kUcs2Part = 67;
/// Messages with more parts are not sent (R3.10).
inline constexpr std::size_t kMaxParts = 6;

/// The size of a text message.
struct Segments {
  Encoding encoding = Encoding::kGsm7;
  /// Septets, or UTF-16 code units.
  std::size_t units = 0;
  /// Number of messages sent and charged; at least one.
  std::size_t parts = 1;

  friend bool operator==(const Segments&, const Segments&) = default;
};

/// Counts a UTF-8 text without changing it. GSM-7 when every character is in the default alphabet
/// or its extension table; characters of the latter count double. An escape or surrogate pair is
/// never split across parts, so a part may hold one unit less. INVALID_ARGUMENT / TEXT_NOT_UTF8.
/// Pure, thread-safe.
absl::StatusOr<Segments> CountSegments(std::string_view text);

}  // namespace motcua::sms
