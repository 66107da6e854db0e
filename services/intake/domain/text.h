#pragma once

#include <cstddef>
#include <string_view>

namespace motcua::intake {

/// Characters (code points) of a UTF-8 text: what a limit on a field counts.
std::size_t CountCharacters(std::string_view utf8);

/// True when there is nothing but blanks.
bool IsBlank(std::string_view text);

/// True for a text of `least` to `most` decimal digits and nothing else.
bool IsDigits(std::string_view text, std::size_t least, std::size_t most);

}  // namespace motcua::intake
