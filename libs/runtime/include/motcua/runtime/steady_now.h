#pragma once

#include <chrono>
#include <functional>

namespace motcua::runtime {

/// The steady clock as a parameter, so that tests of time-outs need no sleep. Thread-safe.
using SteadyNow = std::function<std::chrono::steady_clock::time_point()>;

}  // namespace motcua::runtime
