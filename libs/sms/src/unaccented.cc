#include "motcua/sms/unaccented.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"

#include "gsm_alphabet.h"
#include "utf8.h"

namespace motcua::sms {
namespace {

absl::Status NoTables() {
  return Error(absl::StatusCode::kInternal, "ICU_TABLES_MISSING",
               "the normalisation tables can't be read");
}

bool IsMark(char32_t c) {
  return u_charType(static_cast<UChar32>(c)) == U_NON_SPACING_MARK;
}

// d-bar has no Unicode decomposition; it is a separate letter.
char32_t WithoutBar(char32_t c) {
  return c == U'đ' ? U'd' : c == U'Đ' ? U'D' : c;
}

// The plain letters of one composed character; empty when they aren't in the alphabet.
std::u32string Plain(const icu::Normalizer2& decomposer, char32_t composed) {
  const char32_t c = WithoutBar(composed);
  icu::UnicodeString decomposition;
  if (!decomposer.getDecomposition(static_cast<UChar32>(c), decomposition)) {
    return GsmSeptets(c) != 0 ? std::u32string(1, c) : std::u32string();
  }
  std::u32string plain;
  for (std::int32_t at = 0; at < decomposition.length();) {
    const auto part = static_cast<char32_t>(decomposition.char32At(at));
    at = decomposition.moveIndex32(at, 1);
    if (IsMark(part)) {
      continue;
    }
    if (GsmSeptets(part) == 0) {
      return {};
    }
    plain += part;
  }
  return plain;
}

}  // namespace

absl::StatusOr<Unaccented> RemoveAccents(std::string_view text) {
  MOTCUA_ASSIGN_OR_RETURN(const std::u32string decoded, DecodeUtf8(text));
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* const decomposer = icu::Normalizer2::getNFDInstance(error);
  if (U_FAILURE(error) != 0) {
    return NoTables();
  }
  Unaccented result;
  std::u32string letters;
  for (const char32_t c : decoded) {
    if (IsMark(c)) {
      continue;  // the accent of a decomposed letter
    }
    const std::u32string plain = Plain(*decomposer, c);
    if (plain.empty()) {
      ++result.replaced;
    }
    letters += plain.empty() ? U"?" : plain;
  }
  result.text = EncodeUtf8(letters);
  return result;
}

}  // namespace motcua::sms
