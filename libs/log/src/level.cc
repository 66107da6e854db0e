#include "motcua/base/error.h"
#include "motcua/log/logger.h"

namespace motcua::log {

absl::StatusOr<Level> ParseLevel(std::string_view text) {
  for (const Level level : {Level::kDebug, Level::kInfo, Level::kWarn, Level::kError}) {
    if (text == LevelName(level)) {
      return level;
    }
  }
  return motcua::Error(absl::StatusCode::kInvalidArgument, "LOG_LEVEL_UNKNOWN",
                       "the log level must be debug, info, warn or error");
}

std::string_view LevelName(Level level) {
  switch (level) {
    case Level::kDebug:
      return "debug";
    case Level::kInfo:
      return "info";
    case Level::kWarn:
      return "warn";
    case Level::kError:
      return "error";
  }
  return "error";
}

}  // namespace motcua::log
