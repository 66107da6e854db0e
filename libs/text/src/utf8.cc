#include "motcua/text/utf8.h"

#include <unicode/unistr.h>

#include "each_character.h"

namespace motcua::text {
namespace {

constexpr char32_t kReplacement = U'\uFFFD';

}  // namespace

bool IsUtf8(std::string_view text) {
  bool valid = true;
  ForEachCharacter(text, [&](UChar32 c, std::size_t) { valid = valid && c >= 0; });
  return valid;
}

std::u32string Characters(std::string_view utf8) {
  std::u32string characters;
  characters.reserve(utf8.size());
  ForEachCharacter(utf8, [&](UChar32 c, std::size_t) {
    characters += c < 0 ? kReplacement : static_cast<char32_t>(c);
  });
  return characters;
}

std::string ToUtf8(std::u32string_view characters) {
  icu::UnicodeString all;
  for (const char32_t c : characters) {
    all.append(static_cast<UChar32>(c));
  }
  std::string text;
  all.toUTF8String(text);
  return text;
}

std::string ReplaceInvalid(std::string_view text) {
  return IsUtf8(text) ? std::string(text) : ToUtf8(Characters(text));
}

std::string CutToBytes(std::string_view utf8, std::size_t most) {
  std::string cut(utf8.substr(0, most));
  if (cut.size() < utf8.size()) {
    const auto* const bytes = reinterpret_cast<const unsigned char*>(cut.data());
    auto size = static_cast<std::ptrdiff_t>(cut.size());
    U8_TRUNCATE_IF_INCOMPLETE(bytes, 0, size);
    cut.resize(static_cast<std::size_t>(size));
  }
  return cut;
}

std::string CutToCharacters(std::string_view utf8, std::size_t most) {
  std::size_t count = 0;
  std::size_t size = 0;
  ForEachCharacter(utf8, [&](UChar32, std::size_t end) {
    if (++count <= most) {
      size = end;
    }
  });
  return std::string(utf8.substr(0, size));
}

}  // namespace motcua::text
