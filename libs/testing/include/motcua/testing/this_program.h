#pragma once

#include <string>
#include <vector>

namespace motcua::testing {

/// Exit status of a process that ended at a crash point (MOTCUA_CRASH_AT), as after kill -9.
inline constexpr int kCrashed = 137;

/// Runs this test program again with `arguments`, which its `main` interprets as a role, and with
/// `MOTCUA_CRASH_AT=crash_at` (see motcua/base/failpoint.h) in its environment. Waits for it to end
/// and returns its exit status, or -1 after a signal. Thread-safe.
int RunThisProgram(const std::string& crash_at, const std::vector<std::string>& arguments);

}  // namespace motcua::testing
