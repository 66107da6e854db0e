#pragma once

#include <iosfwd>

namespace motcua::ctl {

/// `motcuactl code`: takes `{"text":"h19 12 250312 0001"}` a line and answers
/// `{"key":"H19122503120001","kind":"provincial_new","valid":true}`, with `agency`, `date`,
/// `serial` and `code` as far as the text tells them, or `"valid":false` and a `reason`. Returns
/// the exit status (see json_lines.h).
int RunCodeLines(std::istream& in, std::ostream& out);

}  // namespace motcua::ctl
