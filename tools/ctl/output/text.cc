#include "output/text.h"

#include <cstdint>

namespace motcua::ctl {
namespace {

constexpr std::uint32_t kMalformed = 0xFFFD;

// The character at `at`, which is moved after it. An invalid sequence is U+FFFD and one byte long.
std::uint32_t NextCharacter(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
  };
  const std::uint32_t first = byte(at);
  const std::size_t length = first < 0x80                     ? 1
                             : first >= 0xC2 && first <= 0xDF ? 2
                             : first >= 0xE0 && first <= 0xEF ? 3
                             : first >= 0xF0 && first <= 0xF4 ? 4
                                                              : 0;
  if (length == 0 || at + length > text.size()) {
    ++at;
    return kMalformed;
  }
  std::uint32_t character = length == 1 ? first : first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80U) {
      ++at;
      return kMalformed;
    }
    character = (character << 6U) | (byte(at + i) & 0x3FU);
  }
  at += length;
  return character;
}

bool IsCombining(std::uint32_t character) {
  return character >= 0x0300 && character <= 0x036F;
}

bool IsControl(std::uint32_t character) {
  // U+2028 and U+2029 break lines, U+202A-U+202E and U+2066-U+2069 change the direction of the
  // following text.
  return character < 0x20 || (character >= 0x7F && character < 0xA0) ||
         (character >= 0x2028 && character <= 0x202E) ||
         (character >= 0x2066 && character <= 0x2069);
}

}  // namespace

std::size_t DisplayWidth(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    width += IsCombining(NextCharacter(text, at)) ? 0U : 1U;
  }
  return width;
}

std::string Printable(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const std::uint32_t character = NextCharacter(text, at);
    if (IsControl(character)) {
      out += ' ';
    } else if (character == kMalformed) {
      out += "\xEF\xBF\xBD";
    } else {
      out += text.substr(begin, at - begin);
    }
  }
  return out;
}

}  // namespace motcua::ctl
