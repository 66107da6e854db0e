#include "motcua/base/time_text.h"

#include <algorithm>

#include <absl/time/time.h>

#include "motcua/base/error.h"

namespace motcua {
namespace {

constexpr std::size_t kMostDigits = 6;

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

/// Whether `text` begins like `shape`, in which 0 stands for any digit; if so, drops that part.
bool Take(std::string_view& text, std::string_view shape) {
  const bool fits = text.size() >= shape.size() &&
                    std::equal(shape.begin(), shape.end(), text.begin(), [](char wanted, char c) {
                      return wanted == '0' ? IsDigit(c) : wanted == c;
                    });
  if (fits) {
    text.remove_prefix(shape.size());
  }
  return fits;
}

bool TakeFraction(std::string_view& text) {
  if (!Take(text, ".")) {
    return true;
  }
  std::size_t digits = 0;
  while (Take(text, "0")) {
    ++digits;
  }
  return digits >= 1 && digits <= kMostDigits;
}

bool IsOffset(std::string_view text) {
  return text == "Z" ||
         (text != "-00:00" && (Take(text, "+00:00") || Take(text, "-00:00")) && text.empty());
}

/// absl::ParseTime alone would also take blanks around the text, `infinite-future`, a shorter
/// month, a leap second and more.
bool HasShape(std::string_view text) {
  return Take(text, "0000-00-00T00:00:00") && TakeFraction(text) && IsOffset(text);
}

}  // namespace

std::string FormatUtc(Instant instant) {
  return absl::FormatTime("%E4Y-%m-%dT%H:%M:%E6SZ",
                          absl::FromUnixMicros(instant.time_since_epoch().count()),
                          absl::UTCTimeZone());
}

absl::StatusOr<Instant> ParseRfc3339(std::string_view text) {
  if (!HasShape(text)) {
    return Error(absl::StatusCode::kInvalidArgument, "TIME_MALFORMED",
                 "a time must be written like 2025-03-12T09:15:00+07:00");
  }
  constexpr std::size_t kSeconds = std::string_view("0000-00-00T00:00:").size();
  absl::Time time;
  std::string error;
  if (text.substr(kSeconds, 2) > "59" ||
      !absl::ParseTime(absl::RFC3339_full, absl::string_view(text.data(), text.size()), &time,
                       &error)) {
    return Error(absl::StatusCode::kInvalidArgument, "TIME_IMPOSSIBLE", "there is no such time");
  }
  return Instant(std::chrono::microseconds(absl::ToUnixMicros(time)));
}

}  // namespace motcua
