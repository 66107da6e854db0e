#include "motcua/text/text.h"

#include <algorithm>
#include <memory>
#include <string>

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>
#include <unicode/utf.h>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"

#include "each_character.h"

namespace motcua::text {
namespace {

// UAX #15, Stream-Safe Text: no word of any language has more marks on a letter.
constexpr int kMostMarks = 30;
// Code points to a character: a family of four with colours of skin has eleven, a letter of
// Vietnamese three.
constexpr std::size_t kMostCodePoints = 8;

bool IsMark(UChar32 c) {
  return c >= 0 && (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

/// Line and paragraph separator.
bool IsLineEnd(UChar32 c) {
  return c == 0x2028 || c == 0x2029;
}

bool IsControl(UChar32 c) {
  return c >= 0 && (u_charType(c) == U_CONTROL_CHAR || IsLineEnd(c) || U_IS_UNICODE_NONCHAR(c));
}

/// Embeddings, overrides and isolates; the marks U+200E and U+200F only place a sign.
bool TurnsDirection(UChar32 c) {
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/// The braille pattern without dots is the one blank that Unicode calls a symbol.
bool IsSeen(UChar32 c) {
  constexpr UChar32 kBrailleBlank = 0x2800;
  return u_isUWhiteSpace(c) == 0 && !IsMark(c) && c != kBrailleBlank &&
         u_charType(c) != U_FORMAT_CHAR && u_charType(c) != U_CONTROL_CHAR &&
         u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) == 0;
}

/// What a text consists of, and what is wrong with it.
struct Found {
  std::size_t code_points = 0;
  bool no_character = false;
  bool control = false;
  bool direction = false;
  bool marks = false;

  std::string_view Tell() const {
    return no_character ? "the text is not UTF-8"
           : control    ? "the text contains a control character"
           : direction  ? "the text contains a character that turns its direction"
           : marks      ? "the text contains more than 30 marks in a row"
                        : "";
  }
};

Found LookAt(std::string_view utf8, bool lines) {
  Found found;
  int marks = 0;
  ForEachCharacter(utf8, [&](UChar32 c, std::size_t) {
    ++found.code_points;
    const bool line = lines && (c == '\n' || c == '\r' || c == '\t' || IsLineEnd(c));
    found.no_character = found.no_character || c < 0;
    found.control = found.control || (!line && IsControl(c));
    found.direction = found.direction || TurnsDirection(c);
    marks = IsMark(c) ? marks + 1 : 0;
    found.marks = found.marks || marks > kMostMarks;
  });
  return found;
}

absl::Status Refuse(const Found& found, std::string_view field) {
  const std::string_view wrong = found.Tell();
  return wrong.empty() ? absl::OkStatus() : FieldError(field, "TEXT_INVALID", wrong);
}

}  // namespace

std::size_t CountCharacters(std::string_view utf8) {
  // The fast way for most texts. CR LF is one character, so a text with CR takes the other way.
  if (std::all_of(utf8.begin(), utf8.end(), [](char c) { return c > 0 && c != '\r'; })) {
    return utf8.size();
  }
  UErrorCode error = U_ZERO_ERROR;
  // Making one takes longer than counting, and it keeps a state.
  thread_local const std::unique_ptr<icu::BreakIterator> characters(
      icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), error));
  UText text = UTEXT_INITIALIZER;
  utext_openUTF8(&text, utf8.data(), static_cast<std::int64_t>(utf8.size()), &error);
  std::size_t count = 0;
  if (characters != nullptr && U_SUCCESS(error) != 0) {
    characters->setText(&text, error);
    while (characters->next() != icu::BreakIterator::DONE) {
      ++count;
    }
  }
  utext_close(&text);
  return U_SUCCESS(error) != 0 ? count : utf8.size();
}

bool IsBlank(std::string_view utf8) {
  bool blank = true;
  ForEachCharacter(utf8, [&](UChar32 c, std::size_t) { blank = blank && c >= 0 && !IsSeen(c); });
  return blank;
}

bool IsDigits(std::string_view text, std::size_t least, std::size_t most) {
  return text.size() >= least && text.size() <= most &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

absl::Status Check(std::string_view utf8, const Rule& rule) {
  const Found found = LookAt(utf8, rule.lines);
  MOTCUA_RETURN_IF_ERROR(Refuse(found, rule.field));
  // Counting is dearer than the checks before it, and joined characters have no end.
  if (found.code_points > rule.most &&
      (found.code_points / kMostCodePoints > rule.most || CountCharacters(utf8) > rule.most)) {
    return FieldError(rule.field, rule.too_long,
                      "at most " + std::to_string(rule.most) + " characters are allowed");
  }
  const bool blank = IsBlank(utf8);
  if (rule.required && blank) {
    return FieldError(rule.field, rule.missing, "this text is required");
  }
  if (!utf8.empty() && blank) {
    return FieldError(rule.field, "TEXT_INVALID",
                      "the text has nothing to be seen; leave it empty");
  }
  return absl::OkStatus();
}

absl::Status CheckCharacters(std::string_view utf8, std::string_view field) {
  // Most texts of programs (codes, dates, ids) are printable ASCII.
  if (std::all_of(utf8.begin(), utf8.end(), [](char c) { return c >= ' ' && c < 0x7F; })) {
    return absl::OkStatus();
  }
  return Refuse(LookAt(utf8, true), field);
}

}  // namespace motcua::text
