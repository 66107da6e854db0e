#pragma once

#include <string_view>

// MOTCUA_CHECK ends the process when an invariant that no input can break does not hold, because
// continuing would write wrong facts. Not for errors that a caller, the network or a disk can
// cause.

namespace motcua::internal {
[[noreturn]] void CheckFailed(std::string_view condition, std::string_view file, int line);
}  // namespace motcua::internal

#define MOTCUA_CHECK(condition)                                        \
  do {                                                                 \
    if (!(condition)) {                                                \
      ::motcua::internal::CheckFailed(#condition, __FILE__, __LINE__); \
    }                                                                  \
  } while (false)
