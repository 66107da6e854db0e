#pragma once

#include <chrono>

namespace motcua::portalsync {

/// How long to wait after the n-th failed try of one event (n from 1): doubles from `first` up to
/// `most`, times a factor of 0.5 to 1 given by `dice` in [0, 1), so that a thousand dossiers do not
/// come back in one moment.
std::chrono::milliseconds BackOff(int tries, std::chrono::milliseconds first,
                                  std::chrono::milliseconds most, double dice);

}  // namespace motcua::portalsync
