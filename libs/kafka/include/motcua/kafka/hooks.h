#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace motcua::kafka {

/// Where the client library's own words go. Called from threads of the library, so thread-safe,
/// quick, and without calls back into producer or consumer.
struct Hooks {
  /// One line; severity as in syslog (3 error, 4 warning, 6 info). Empty: standard error.
  std::function<void(int severity, std::string_view line)> on_log;
};

}  // namespace motcua::kafka
