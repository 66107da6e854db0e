#include "motcua/text/text.h"

#include <algorithm>
#include <string>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "motcua/base/error.h"

namespace motcua::text {
namespace {

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

}  // namespace

bool IsUtf8(std::string_view text) {
  bool valid = true;
  ForEachCharacter(text, [&](UChar32 c) { valid = valid && c >= 0; });
  return valid;
}

std::size_t CountCharacters(std::string_view utf8) {
  std::size_t count = 0;
  ForEachCharacter(utf8, [&](UChar32) { ++count; });
  return count;
}

bool IsBlank(std::string_view utf8) {
  bool blank = true;
  ForEachCharacter(utf8, [&](UChar32 c) { blank = blank && c >= 0 && u_isUWhiteSpace(c) != 0; });
  return blank;
}

bool IsDigits(std::string_view text, std::size_t least, std::size_t most) {
  return text.size() >= least && text.size() <= most &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool IsEmail(std::string_view text) {
  constexpr std::size_t kMost = 254;  // RFC 5321
  const std::size_t at = text.find('@');
  return text.size() <= kMost && at != std::string_view::npos && at > 0 &&
         text.find('@', at + 1) == std::string_view::npos &&
         text.find('.', at + 1) != std::string_view::npos && text.back() != '.' &&
         text.find_first_of(" \t\r\n<>,;") == std::string_view::npos;
}

absl::Status Check(std::string_view utf8, const Rule& rule) {
  bool valid = true;
  bool control = false;
  ForEachCharacter(utf8, [&](UChar32 c) {
    const bool line = c == '\n' || c == '\r' || c == '\t';
    valid = valid && c >= 0;
    control = control || (c >= 0 && u_charType(c) == U_CONTROL_CHAR && !(rule.lines && line));
  });
  if (!valid) {
    return FieldError(rule.field, "TEXT_INVALID", "the text is not UTF-8");
  }
  if (control) {
    return FieldError(rule.field, "TEXT_INVALID", "the text contains a control character");
  }
  if (CountCharacters(utf8) > rule.most) {
    return FieldError(rule.field, rule.too_long,
                      "at most " + std::to_string(rule.most) + " characters are allowed");
  }
  if (rule.required && IsBlank(utf8)) {
    return FieldError(rule.field, rule.missing, "this text is required");
  }
  return absl::OkStatus();
}

}  // namespace motcua::text
