#pragma once

#include <string>

namespace motcua::testing {

/// Ends the test program with status 1 and this message, because a precondition of the test is
/// missing.
[[noreturn]] void Fatal(const std::string& message);

}  // namespace motcua::testing
