#include "domain/back_off.h"

#include <algorithm>

namespace motcua::portalsync {

std::chrono::milliseconds BackOff(int tries, std::chrono::milliseconds first,
                                  std::chrono::milliseconds most, double dice) {
  constexpr int kMostDoublings = 20;
  const int doublings = std::clamp(tries - 1, 0, kMostDoublings);
  const auto whole = std::min(most, first * (std::int64_t{1} << doublings));
  return std::chrono::milliseconds(
      static_cast<std::int64_t>(static_cast<double>(whole.count()) * (0.5 + dice / 2)));
}

}  // namespace motcua::portalsync
