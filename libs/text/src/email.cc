#include "motcua/text/email.h"

#include <cstdint>
#include <memory>
#include <string>

#include <unicode/bytestream.h>
#include <unicode/idna.h>
#include <unicode/uchar.h>

#include "each_character.h"

namespace motcua::text {
namespace {

constexpr std::size_t kMostAddress = 254;  // RFC 5321
constexpr std::size_t kMostLocal = 64;

constexpr std::string_view kLocalSigns = "!#$%&'*+-/=?^_`{|}~.";
constexpr std::string_view kDomainSigns = "-.";

// Letters, digits and marks of any script (RFC 6531), and the signs.
bool HasOnlyLettersAnd(std::string_view signs, std::string_view text) {
  constexpr std::uint32_t kLetters = U_GC_L_MASK | U_GC_M_MASK | U_GC_ND_MASK;
  bool only = true;
  ForEachCharacter(text, [&](UChar32 c, std::size_t) {
    only = only && c >= 0 &&
           ((U_GET_GC_MASK(c) & kLetters) != 0 ||
            (c < 0x80 && signs.find(static_cast<char>(c)) != std::string_view::npos));
  });
  return only;
}

bool IsDotAtom(std::string_view local) {
  return !local.empty() && local.size() <= kMostLocal && local.front() != '.' &&
         local.back() != '.' && local.find("..") == std::string_view::npos &&
         HasOnlyLettersAnd(kLocalSigns, local);
}

bool IsDomain(std::string_view domain) {
  // ICU drops invisible characters and folds other dots without a word.
  if (!HasOnlyLettersAnd(kDomainSigns, domain)) {
    return false;
  }
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::IDNA> idna(
      icu::IDNA::createUTS46Instance(UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI |
                                         UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII,
                                     error));
  if (U_FAILURE(error) != 0) {
    return false;
  }
  std::string ascii;
  icu::StringByteSink<std::string> sink(&ascii);
  icu::IDNAInfo info;
  idna->nameToASCII_UTF8({domain.data(), static_cast<std::int32_t>(domain.size())}, sink, info,
                         error);
  return U_FAILURE(error) == 0 && !info.hasErrors() && !ascii.empty() && ascii.back() != '.' &&
         ascii.find('.') != std::string::npos;
}

}  // namespace

bool IsEmail(std::string_view text) {
  const std::size_t at = text.find('@');
  return text.size() <= kMostAddress && at != std::string_view::npos &&
         IsDotAtom(text.substr(0, at)) && IsDomain(text.substr(at + 1));
}

}  // namespace motcua::text
