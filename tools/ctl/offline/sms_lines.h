#pragma once

#include <iosfwd>

namespace motcua::ctl {

/// `motcuactl sms segments`: takes `{"text":"Hồ sơ đã nhận"}` a line and answers
/// `{"encoding":"ucs2","units":13,"parts":1,"unaccented":"Ho so da nhan"}`: what the text costs as
/// it stands, and its form in GSM-7 characters. Returns the exit status (see json_lines.h).
int RunSmsLines(std::istream& in, std::ostream& out);

}  // namespace motcua::ctl
