#include "gsm_alphabet.h"

#include <string_view>

namespace motcua::sms {
namespace {

// 0x00..0x7F without 0x1B, the escape, in the order of the standard's table.
constexpr std::u32string_view kBasic =
    U"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    U"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
constexpr std::u32string_view kExtension = U"\f^{}\\[~]|€";

static_assert(kBasic.size() == 127);
static_assert(kExtension.size() == 10);

}  // namespace

int GsmSeptets(char32_t c) {
  // Fast path for most characters of a message.
  if ((c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9') || (c >= U'A' && c <= U'Z')) {
    return 1;
  }
  if (kBasic.find(c) != std::u32string_view::npos) {
    return 1;
  }
  return kExtension.find(c) != std::u32string_view::npos ? 2 : 0;
}

}  // namespace motcua::sms
