#include "motcua/text/folding.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace motcua::text {
namespace {

// d-bar and what is typed in its place have no decomposition.
UChar32 WithoutBar(UChar32 c) {
  return c == u'đ' || c == u'ð' || c == u'ɖ' ? u'd' : c;
}

template <typename IsBlank>
std::string FoldBy(std::string_view utf8, const IsBlank& is_blank) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* const fold = icu::Normalizer2::getNFKCCasefoldInstance(error);
  const icu::Normalizer2* const decompose = icu::Normalizer2::getNFDInstance(error);
  const auto typed =
      icu::UnicodeString::fromUTF8({utf8.data(), static_cast<std::int32_t>(utf8.size())});
  icu::UnicodeString letters;
  icu::UnicodeString folded;
  if (U_SUCCESS(error) != 0) {
    fold->normalize(typed, folded, error);
  }
  if (U_SUCCESS(error) != 0) {
    decompose->normalize(folded, letters, error);
  }
  if (U_FAILURE(error) != 0) {
    letters = typed;  // ICU's tables are compiled into its library; only out of memory is left
  }
  icu::UnicodeString key;
  bool blank = false;
  for (std::int32_t at = 0; at < letters.length(); at = letters.moveIndex32(at, 1)) {
    const UChar32 c = letters.char32At(at);
    if (u_charType(c) == U_NON_SPACING_MARK) {
      continue;
    }
    if (is_blank(c)) {
      blank = !key.isEmpty();
    } else {
      if (blank) {
        key.append(UChar32{u' '});
        blank = false;
      }
      key.append(WithoutBar(c));
    }
  }
  std::string result;
  key.toUTF8String(result);
  return result;
}

}  // namespace

std::string Fold(std::string_view utf8) {
  return FoldBy(utf8, [](UChar32 c) { return u_isUWhiteSpace(c) != 0; });
}

std::string FoldWords(std::string_view utf8) {
  return FoldBy(utf8, [](UChar32 c) { return u_isalnum(c) == 0; });
}

}  // namespace motcua::text
