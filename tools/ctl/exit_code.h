#pragma once

#include <iosfwd>

#include <absl/status/status.h>

namespace motcua::ctl {

/// What motcuactl ends with: scripts decide by it.
enum ExitCode : int {
  kOk = 0,
  /// A program, or the check of a file, said no.
  kRefused = 1,
  /// The command line or the environment is wrong; nothing was sent.
  kUsage = 2,
  /// No answer: nothing listens, or not in time. A repetition with the same key does no harm.
  kUnavailable = 3,
};

/// Marks an error as one of the command line: USAGE and the option that it is about.
absl::Status UsageError(std::string_view option, std::string_view message);

ExitCode ExitCodeOf(const absl::Status& status);

/// One line: `motcuactl: REASON: message [field: path]`, and a line for each other detail.
void PrintError(const absl::Status& status, std::ostream& err);

}  // namespace motcua::ctl
