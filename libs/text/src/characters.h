#pragma once

#include <cstdint>
#include <string_view>

#include <unicode/utf8.h>

namespace motcua::text {

/// Calls `see(character)` for each character; a negative value stands for an invalid byte.
template <typename See>
void ForEachCharacter(std::string_view utf8, const See& see) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(utf8.data());
  const auto size = static_cast<int>(utf8.size());
  for (int i = 0; i < size;) {
    UChar32 character = 0;
    U8_NEXT(bytes, i, size, character);
    see(character);
  }
}

}  // namespace motcua::text
