#include "output/text.h"

#include <algorithm>

#include <absl/strings/str_format.h>

#include "motcua/text/utf8.h"

namespace motcua::ctl {
namespace {

bool IsCombining(char32_t character) {
  return character >= 0x0300 && character <= 0x036F;
}

bool IsControl(char32_t character) {
  // U+2028 and U+2029 break lines, U+202A-U+202E and U+2066-U+2069 change the direction of the
  // following text.
  return character < 0x20 || (character >= 0x7F && character < 0xA0) ||
         (character >= 0x2028 && character <= 0x202E) ||
         (character >= 0x2066 && character <= 0x2069);
}

}  // namespace

std::size_t DisplayWidth(std::string_view text) {
  const std::u32string characters = text::Characters(text);
  return characters.size() -
         static_cast<std::size_t>(std::ranges::count_if(characters, IsCombining));
}

std::string Printable(std::string_view text) {
  std::u32string characters = text::Characters(text);
  std::ranges::replace_if(characters, IsControl, U' ');
  return text::ToUtf8(characters);
}

std::string PrintableJson(std::string_view document) {
  std::string printable;
  for (const char32_t character : text::Characters(document)) {
    if (IsControl(character)) {
      absl::StrAppendFormat(&printable, "\\u%04x", static_cast<unsigned>(character));
    } else {
      printable += text::ToUtf8({&character, 1});
    }
  }
  return printable;
}

}  // namespace motcua::ctl
