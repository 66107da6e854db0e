#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/status.h>

namespace motcua::bench {

/// Runs each of `callers` again and again on a thread of its own, for `limit`; a failure ends that
/// caller. Prints one JSON object: how many were done (`done`), how many a second, latencies. The
/// program's exit status: 1 when one failed.
int RunCallers(std::string_view program, const std::vector<std::function<absl::Status()>>& callers,
               std::chrono::seconds limit);

/// The command line of a load program: ADDRESS CALLERS SECONDS FILE.
struct Load {
  std::string address;
  std::size_t callers = 1;
  std::chrono::seconds limit{1};
  std::string file;
};
/// The body of its main: `run` with the command line read; EX_USAGE and `usage` otherwise.
int Main(int argc, char** argv, std::string_view usage, int (*run)(const Load&));

}  // namespace motcua::bench
