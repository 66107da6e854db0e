#pragma once

#include <string>
#include <vector>

#include "motcua/config/env.h"

#include "session.h"

namespace motcua::ctl {

/// One run of motcuactl: reads the arguments (without the program's name), runs the verb and
/// returns the exit status (exit_code.h). Errors are written to `io.err`.
int RunCommandLine(const std::vector<std::string>& arguments,
                   const config::Environment& environment, Session::Io io);

}  // namespace motcua::ctl
