#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/status.h>

namespace motcua::bench {

/// Runs each of `callers` repeatedly on its own thread for `limit`; a failure ends that caller.
/// Prints one JSON object: number of calls (`done`), calls per second, latencies. Returns the
/// program's exit status: 1 if one failed.
int RunCallers(std::string_view program, const std::vector<std::function<absl::Status()>>& callers,
               std::chrono::seconds limit);

/// The command line of a load program: ADDRESS CALLERS SECONDS FILE.
struct Load {
  std::string address;
  std::size_t callers = 1;
  std::chrono::seconds limit{1};
  std::string file;
};
/// The body of main: parses the command line and calls `run`; on an error prints `usage` and
/// returns EX_USAGE.
int Main(int argc, char** argv, std::string_view usage, int (*run)(const Load&));

}  // namespace motcua::bench
