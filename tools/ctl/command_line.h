#pragma once

#include <string>
#include <vector>

#include "motcua/config/env.h"

#include "session.h"

namespace motcua::ctl {

/// One run of motcuactl: reads the arguments (without the program's name), does what the verb says
/// and returns the exit status (exit_code.h). Whatever is wrong is told on `io.err`.
int RunCommandLine(const std::vector<std::string>& arguments,
                   const config::Environment& environment, Session::Io io);

}  // namespace motcua::ctl
