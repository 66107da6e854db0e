#pragma once

#include <string>
#include <vector>

namespace motcua::testing {

/// What a process returns that died at a crash point (MOTCUA_CRASH_AT), as by kill -9.
inline constexpr int kCrashed = 137;

/// Runs this test program again with `arguments`, which its `main` understands as a role, and with
/// `MOTCUA_CRASH_AT=crash_at` (see motcua/base/failpoint.h) in its environment.
/// Waits for its end. Its exit status, -1 after a signal. Thread-safe.
int RunThisProgram(const std::string& crash_at, const std::vector<std::string>& arguments);

}  // namespace motcua::testing
