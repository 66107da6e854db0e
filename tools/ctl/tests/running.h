#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "command_line.h"

namespace motcua::ctl {

/// One run of motcuactl and its output.
struct CtlRun {
  explicit CtlRun(const std::vector<std::string>& arguments,
                  const config::Environment& environment = {}, const std::string& input = {}) {
    std::istringstream in(input);
    std::ostringstream out_stream;
    std::ostringstream err_stream;
    exit_code = RunCommandLine(arguments, environment, {in, out_stream, err_stream});
    out = out_stream.str();
    err = err_stream.str();
  }
  int exit_code;
  std::string out;
  std::string err;
};

}  // namespace motcua::ctl
