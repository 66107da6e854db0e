#pragma once

#include <cstddef>
#include <string_view>

#include <absl/status/statusor.h>

namespace motcua::sms {

/// How a text travels over the air (3GPP TS 23.038).
enum class Encoding { kGsm7, kUcs2 };
/// `gsm7`, `ucs2`.
std::string_view ToString(Encoding encoding);

/// Units a single message holds, and each part of a longer one (the rest is the header that joins
/// them).
inline constexpr std::size_t kGsm7Single = 160;
inline constexpr std::size_t kGsm7Part = 153;
inline constexpr std::size_t kUcs2Single = 70;
inline constexpr std::size_t kUcs2Part = 67;
/// More parts than this are not sent (R3.10).
inline constexpr std::size_t kMaxParts = 6;

/// What a text costs.
struct Segments {
  Encoding encoding = Encoding::kGsm7;
  /// Septets, or UTF-16 code units.
  std::size_t units = 0;
  /// Messages that the network carries and the province pays; at least one.
  std::size_t parts = 1;

  friend bool operator==(const Segments&, const Segments&) = default;
};

/// Counts a UTF-8 text exactly as it stands. GSM-7 when every character is in the default alphabet
/// or its extension table, of which each counts double. A pair of an escape or a surrogate is never
/// split across parts, so a part may hold one unit less. INVALID_ARGUMENT / TEXT_NOT_UTF8. Pure,
/// thread-safe.
absl::StatusOr<Segments> CountSegments(std::string_view text);

}  // namespace motcua::sms
