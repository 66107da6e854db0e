#include "motcua/sms/unaccented.h"

#include <memory>

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/text/utf8.h"

#include "gsm_alphabet.h"
#include "utf8.h"

namespace motcua::sms {
namespace {

// ICU's rules for letters and typography, after those for what it leaves alone or spells otherwise
// than a clerk would: bullets (U+F0A7... are those of the Symbol font, as Word pastes them),
// low quotes, signs of multiplication and degree, the sign of the dong.
constexpr char16_t kRules[] =
    uR"rules(
  [•·‧⋅・∙●○■□▪▫◦‣⁃◆◇❖★☆♦➢➤►▶➔✓✔☐☑\uF0A7\uF0B7\uF0D8\uF0FC] > \- ;
  \u0009 > ' ' ;
  [\u2028\u2029] > \u000A ;
  [„‟] > \" ;
  ‚ > '' ;
  × > x ;
  [⟨〈] > \< ;
  [⟩〉] > \> ;
  \→ > \-\> ;
  \← > \<\- ;
  ≤ > \<\= ;
  ≥ > \>\= ;
  ≠ > \!\= ;
  [°º] > o ;
  ª > a ;
  ₫ > d ;
  ‰ > \%o ;
  [´] > '' ;
  ″ > \" ;
  :: Any-Latin ;
  :: Latin-ASCII ;
  :: NFKD ;
  :: [[:Mn:][:Default_Ignorable_Code_Point:]] Remove ;
  :: Latin-ASCII ;
)rules";

const icu::Transliterator* ToLatin() {
  // Lives as long as the process. Transliterating is thread-safe, making one is not.
  static const icu::Transliterator* const kToLatin = [] {
    UErrorCode error = U_ZERO_ERROR;
    UParseError where;
    std::unique_ptr<icu::Transliterator> made(icu::Transliterator::createFromRules(
        "motcua-to-latin", icu::UnicodeString(kRules), UTRANS_FORWARD, where, error));
    return U_FAILURE(error) != 0 ? nullptr : made.release();
  }();
  return kToLatin;
}

const icu::Normalizer2* Decomposer() {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* const decomposer = icu::Normalizer2::getNFDInstance(error);
  return U_FAILURE(error) != 0 ? nullptr : decomposer;
}

// The stroke that makes "equal" into "not equal"; accents may go, it may not.
constexpr UChar32 kNot = 0x338;

bool IsMark(UChar32 c) {
  return u_charType(c) == U_NON_SPACING_MARK;
}

// d-bar has no Unicode decomposition; it is a separate letter.
UChar32 WithoutBar(UChar32 c) {
  return c == u'đ' ? u'd' : c == u'Đ' ? u'D' : c;
}

bool InAlphabet(UChar32 c) {
  return GsmSeptets(static_cast<char32_t>(c)) != 0;
}

// The plain letters of one character; empty when they aren't in the alphabet.
icu::UnicodeString Plain(const icu::Normalizer2& decomposer, UChar32 typed) {
  const UChar32 c = WithoutBar(typed);
  icu::UnicodeString decomposition;
  if (!decomposer.getDecomposition(c, decomposition)) {
    decomposition = icu::UnicodeString(c);
  }
  icu::UnicodeString plain;
  for (std::int32_t at = 0; at < decomposition.length(); at = decomposition.moveIndex32(at, 1)) {
    const UChar32 part = decomposition.char32At(at);
    if (part == kNot || (!IsMark(part) && !InAlphabet(part))) {
      return {};
    }
    if (IsMark(part)) {
      continue;
    }
    plain.append(part);
  }
  return plain;
}

// Builds the plain text. Characters that the alphabet lacks are gathered, because ICU
// transliterates them with regard to their neighbours.
class Text {
 public:
  explicit Text(const icu::Transliterator& to_latin) : to_latin_(to_latin) {}

  void Add(const icu::UnicodeString& plain) {
    Close();
    text_.append(plain);
  }
  void AddOther(UChar32 c) { others_.append(c); }

  Unaccented Take() {
    Close();
    text_.toUTF8String(result_.text);
    return std::move(result_);
  }

 private:
  void Close() {
    if (others_.isEmpty()) {
      return;
    }
    to_latin_.transliterate(others_);
    for (std::int32_t at = 0; at < others_.length(); at = others_.moveIndex32(at, 1)) {
      const UChar32 c = others_.char32At(at);
      result_.replaced += InAlphabet(c) ? 0 : 1;
      text_.append(InAlphabet(c) ? c : UChar32{u'?'});
    }
    others_.remove();
  }

  const icu::Transliterator& to_latin_;
  icu::UnicodeString text_;
  icu::UnicodeString others_;
  Unaccented result_;
};

}  // namespace

absl::StatusOr<Unaccented> RemoveAccents(std::string_view text) {
  MOTCUA_ASSIGN_OR_RETURN(const std::u32string decoded, DecodeUtf8(text));
  const icu::Normalizer2* const decomposer = Decomposer();
  const icu::Transliterator* const to_latin = ToLatin();
  if (decomposer == nullptr || to_latin == nullptr) {
    return Error(absl::StatusCode::kInternal, "ICU_TABLES_MISSING",
                 "the tables of letters can't be read");
  }
  Text result(*to_latin);
  for (const char32_t each : decoded) {
    const auto c = static_cast<UChar32>(each);
    if (IsMark(c) || u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0) {
      continue;  // the accent of a decomposed letter, or nothing to be seen
    }
    const icu::UnicodeString plain = Plain(*decomposer, c);
    if (plain.isEmpty()) {
      result.AddOther(c);
    } else {
      result.Add(plain);
    }
  }
  return result.Take();
}

}  // namespace motcua::sms
