#pragma once

#include <cstddef>
#include <string_view>

#include <unicode/utf8.h>

namespace motcua::text {

/// Calls `see(character, end)` for each character, with the position behind it; a negative
/// character stands for bytes that are not valid.
template <typename See>
void ForEachCharacter(std::string_view utf8, const See& see) {
  const auto* const bytes = reinterpret_cast<const unsigned char*>(utf8.data());
  for (std::size_t i = 0; i < utf8.size();) {
    UChar32 character = 0;
    U8_NEXT(bytes, i, utf8.size(), character);
    see(character, i);
  }
}

}  // namespace motcua::text
