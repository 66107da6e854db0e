#pragma once

#include <chrono>

namespace motcua::portalsync {

/// The wait after the n-th failed attempt of one event (n from 1): doubles from `first` up to
/// `most`, times a factor of 0.5 to 1 from `dice` in [0, 1), so that many dossiers are not retried
/// at the same time.
std::chrono::milliseconds BackOff(int tries, std::chrono::milliseconds first,
                                  std::chrono::milliseconds most, double dice);

}  // namespace motcua::portalsync
