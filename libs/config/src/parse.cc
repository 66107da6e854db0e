#include <string_view>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/config/options.h"

namespace motcua::config {

absl::StatusOr<Parsed> Parse(OptionTable& table, int argc, const char* const* argv,
                             const Environment& environment) {
  if (argc > 2) {
    return Error(absl::StatusCode::kInvalidArgument, "UNKNOWN_ARGUMENT",
                 "at most one argument is allowed (see --help)");
  }
  const std::string_view argument = argc == 2 ? argv[1] : "";
  if (argument == "--help") {
    return Parsed{0, table.Help()};
  }
  if (argument == "--version") {
    return Parsed{0, "motcua-" + table.program().service + " " + table.program().version + "\n"};
  }
  if (argument == "--print-config=markdown") {
    return Parsed{0, table.Markdown()};
  }
  if (argc == 2 && argument != "--check-config" && argument != "--print-config") {
    return Error(absl::StatusCode::kInvalidArgument, "UNKNOWN_ARGUMENT",
                 "unknown argument (see --help)", {{"argument", argument}});
  }
  MOTCUA_RETURN_IF_ERROR(table.Load(environment));
  if (argument == "--check-config") {
    return Parsed{0, "cấu hình hợp lệ / the configuration is valid\n"};
  }
  if (argument == "--print-config") {
    return Parsed{0, table.Print()};
  }
  return Parsed{};
}

}  // namespace motcua::config
