#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace motcua::text {

// Characters (Unicode code points) of UTF-8. Pure, thread-safe. Any bytes may be given: a sequence
// that is not valid, also an over-long form, a surrogate or a character that is cut short, is read
// as U+FFFD.

/// False when a byte is not part of a valid character.
bool IsUtf8(std::string_view text);

/// The characters one by one.
std::u32string Characters(std::string_view utf8);
/// The inverse.
std::string ToUtf8(std::u32string_view characters);

/// The same text; what is not valid is replaced by U+FFFD.
std::string ReplaceInvalid(std::string_view text);

/// The longest beginning of at most `most` bytes or characters that ends between characters.
std::string CutToBytes(std::string_view utf8, std::size_t most);
std::string CutToCharacters(std::string_view utf8, std::size_t most);

}  // namespace motcua::text
