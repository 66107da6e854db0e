#pragma once

#include <string>

namespace motcua::calendar {

/// True when the day lies in [from, to]. All are texts YYYY-MM-DD, which compare as days do; an
/// empty `from` or `to` is open.
inline bool InForce(const std::string& from, const std::string& to, const std::string& day) {
  return from <= day && (to.empty() || day <= to);
}

}  // namespace motcua::calendar
