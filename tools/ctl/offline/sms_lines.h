#pragma once

#include <iosfwd>

namespace motcua::ctl {

/// `motcuactl sms segments`: reads lines like `{"text":"Hồ sơ đã nhận"}` and answers
/// `{"encoding":"ucs2","units":13,"parts":1,"unaccented":"Ho so da nhan"}`: the size of the text as
/// given, and its form in GSM-7 characters. Returns the exit status (see json_lines.h).
int RunSmsLines(std::istream& in, std::ostream& out);

}  // namespace motcua::ctl
