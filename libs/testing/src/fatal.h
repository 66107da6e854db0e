#pragma once

#include <string>

namespace motcua::testing {

/// Ends the test program with status 1 and this message: the test's own ground is missing.
[[noreturn]] void Fatal(const std::string& message);

}  // namespace motcua::testing
