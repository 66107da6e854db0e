#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace motcua::kafka {

/// Where the client library's log lines go. Called from the library's threads, so it must be
/// thread-safe and quick, and must not call producer or consumer.
struct Hooks {
  /// One line; severity as in syslog (3 error, 4 warning, 6 info). Empty: standard error.
  std::function<void(int severity, std::string_view line)> on_log;
};

}  // namespace motcua::kafka
