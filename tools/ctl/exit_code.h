#pragma once

#include <iosfwd>

#include <absl/status/status.h>

namespace motcua::ctl {

/// Exit status of motcuactl, for scripts.
enum ExitCode : int {
  kOk = 0,
  /// A program, or the check of a file, refused the request.
  kRefused = 1,
  /// The command line or the environment is wrong; nothing was sent.
  kUsage = 2,
  /// No answer: no connection, or a time-out. It is safe to repeat the command with the same key.
  kUnavailable = 3,
};

/// An error of the command line: USAGE with the option.
absl::Status UsageError(std::string_view option, std::string_view message);

ExitCode ExitCodeOf(const absl::Status& status);

/// One line: `motcuactl: REASON: message [field: path]`, and one line per further detail.
void PrintError(const absl::Status& status, std::ostream& err);

}  // namespace motcua::ctl
