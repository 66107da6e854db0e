#include "utf8.h"

#include <cstdint>
#include <limits>

#include <unicode/unistr.h>
#include <unicode/ustring.h>

#include "motcua/base/error.h"

namespace motcua::sms {

absl::StatusOr<std::u32string> DecodeUtf8(std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  std::int32_t units = 0;
  std::u16string decoded(text.size(), u'\0');  // UTF-16 never has more units than UTF-8 has bytes
  if (text.size() < static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max())) {
    const auto size = static_cast<std::int32_t>(text.size());
    u_strFromUTF8(decoded.data(), size, &units, text.data(), size, &error);
  } else {
    error = U_INVALID_CHAR_FOUND;
  }
  if (U_FAILURE(error) != 0) {
    return Error(absl::StatusCode::kInvalidArgument, "TEXT_NOT_UTF8", "the text is not UTF-8");
  }
  const icu::UnicodeString all(false, decoded.data(), units);
  std::u32string code_points;
  code_points.reserve(text.size());
  for (std::int32_t at = 0; at < units; at = all.moveIndex32(at, 1)) {
    code_points += static_cast<char32_t>(all.char32At(at));
  }
  return code_points;
}

std::string EncodeUtf8(const std::u32string& code_points) {
  icu::UnicodeString all;
  for (const char32_t c : code_points) {
    all.append(static_cast<UChar32>(c));
  }
  std::string text;
  all.toUTF8String(text);
  return text;
}

}  // namespace motcua::sms
