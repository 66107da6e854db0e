#include "domain/text.h"

#include <string>

#include "motcua/base/error.h"

namespace motcua::feedback {
namespace {

unsigned At(std::string_view text, std::size_t i) {
  return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
}

/// Takes one character off the front (Unicode 15, table 3-7); nothing when it is not well-formed.
bool TakeCharacter(std::string_view& text, unsigned& character) {
  const unsigned first = At(text, 0);
  std::size_t length = 1;
  unsigned least = 0;
  character = first;
  if (first >= 0xF0U) {
    length = 4;
    least = 0x10000U;
    character = first & 0x07U;
  } else if (first >= 0xE0U) {
    length = 3;
    least = 0x800U;
    character = first & 0x0FU;
  } else if (first >= 0xC0U) {
    length = 2;
    least = 0x80U;
    character = first & 0x1FU;
  } else if (first >= 0x80U) {
    return false;
  }
  for (std::size_t i = 1; i < length; ++i) {
    if ((At(text, i) & 0xC0U) != 0x80U) {
      return false;
    }
    character = character << 6U | (At(text, i) & 0x3FU);
  }
  const bool surrogate = character >= 0xD800U && character <= 0xDFFFU;
  if (first > 0xF4U || character < least || character > 0x10FFFFU || surrogate) {
    return false;
  }
  text.remove_prefix(length);
  return true;
}

bool IsControl(unsigned character) {
  return character < 0x20U || (character >= 0x7FU && character <= 0x9FU);
}

bool IsBlankCharacter(unsigned character) {
  return character == ' ' || character == '\t' || character == '\r' || character == '\n' ||
         character == 0xA0U;
}

}  // namespace

absl::Status CheckText(std::string_view text, const TextRule& rule) {
  std::size_t count = 0;
  bool blank = true;
  while (!text.empty()) {
    unsigned character = 0;
    if (!TakeCharacter(text, character)) {
      return FieldError(rule.field, "TEXT_INVALID", "the text is no UTF-8");
    }
    const bool line = character == '\n' || character == '\r' || character == '\t';
    if (IsControl(character) && !(rule.lines && line)) {
      return FieldError(rule.field, "TEXT_INVALID", "the text holds a control character");
    }
    blank = blank && IsBlankCharacter(character);
    ++count;
  }
  if (count > rule.most) {
    return FieldError(rule.field, "TEXT_TOO_LONG",
                      "at most " + std::to_string(rule.most) + " characters are taken");
  }
  if (rule.required && blank) {
    return FieldError(rule.field, "TEXT_MISSING", "this text is needed");
  }
  return absl::OkStatus();
}

}  // namespace motcua::feedback
