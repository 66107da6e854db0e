#pragma once

#include <iosfwd>

namespace motcua::ctl {

/// `motcuactl code`: reads lines like `{"text":"h19 12 250312 0001"}` and answers
/// `{"key":"H19122503120001","kind":"provincial_new","valid":true}`, with `agency`, `date`,
/// `serial` and `code` if known, or `"valid":false` and a `reason`. Returns the exit status (see
/// json_lines.h).
int RunCodeLines(std::istream& in, std::ostream& out);

}  // namespace motcua::ctl
