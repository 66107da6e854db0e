#include "utf8.h"

namespace motcua::log {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

unsigned At(std::string_view text, std::size_t i) {
  return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
}

/// The length of the well-formed sequence at the front (Unicode 15, table 3-7), or 0.
std::size_t SequenceLength(std::string_view text) {
  const unsigned first = At(text, 0);
  const unsigned second = At(text, 1);
  const auto continues = [&](std::size_t i) { return (At(text, i) & 0xC0U) == 0x80U; };
  if (first < 0x80U) {
    return 1;
  }
  if (first >= 0xC2U && first <= 0xDFU) {
    return continues(1) ? 2 : 0;
  }
  if (first >= 0xE0U && first <= 0xEFU) {
    // E0 must not be over-long; ED must not be a surrogate.
    const bool second_fits =
        continues(1) && (first != 0xE0U || second >= 0xA0U) && (first != 0xEDU || second <= 0x9FU);
    return second_fits && continues(2) ? 3 : 0;
  }
  if (first >= 0xF0U && first <= 0xF4U) {
    // F0 must not be over-long; F4 must not pass U+10FFFF.
    const bool second_fits =
        continues(1) && (first != 0xF0U || second >= 0x90U) && (first != 0xF4U || second <= 0x8FU);
    return second_fits && continues(2) && continues(3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

std::string ValidUtf8(std::string_view text, std::size_t limit) {
  std::string valid;
  valid.reserve(text.size() < limit ? text.size() : limit);
  while (!text.empty()) {
    const std::size_t length = SequenceLength(text);
    const std::string_view next = length == 0 ? kReplacement : text.substr(0, length);
    if (valid.size() + next.size() > limit) {
      valid += kEllipsis;
      break;
    }
    valid += next;
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return valid;
}

}  // namespace motcua::log
