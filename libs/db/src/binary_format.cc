#include "binary_format.h"

#include <chrono>
#include <limits>

namespace motcua::db {
namespace {

using std::chrono::microseconds;

// 2000-01-01Z.
constexpr Instant kEpoch = Instant(std::chrono::sys_days(std::chrono::year(2000) / 1 / 1));
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();

int HexDigit(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

}  // namespace

void AppendInt(std::string& bytes, std::int64_t value, int width) {
  for (int shift = (width - 1) * 8; shift >= 0; shift -= 8) {
    bytes += static_cast<char>(static_cast<std::uint64_t>(value) >> static_cast<unsigned>(shift));
  }
}

std::int64_t MicrosecondsOf(Instant value) {
  if (value == Instant::max()) {
    return kMost;
  }
  if (value == Instant::min()) {
    return kLeast;
  }
  return microseconds(value - kEpoch).count();
}

std::int64_t DaysOf(std::chrono::local_days value) {
  return (value - std::chrono::local_days(std::chrono::year(2000) / 1 / 1)).count();
}

bool AppendUuid(std::string& bytes, std::string_view uuid) {
  if (uuid.size() != 36) {
    return false;
  }
  for (std::size_t i = 0; i < uuid.size(); ++i) {
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      if (uuid[i] != '-') {
        return false;
      }
      continue;
    }
    const int high = HexDigit(uuid[i]);
    const int low = HexDigit(uuid[++i]);
    if (high < 0 || low < 0) {
      return false;
    }
    bytes += static_cast<char>(high * 16 + low);
  }
  return true;
}

}  // namespace motcua::db
