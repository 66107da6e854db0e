#include "domain/inbound_command.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "motcua/dossier/dossier_code.h"
#include "motcua/sms/unaccented.h"

namespace motcua::notification {
namespace {

// Six joined parts hold less, so a longer text is not from a telephone.
constexpr std::size_t kMaxText = 2000;

constexpr std::array<std::string_view, 4> kStatusWords = {"TRACUU", "HOSO", "HS", "TC"};
constexpr std::array<std::string_view, 2> kRatingWords = {"DANHGIA", "DG"};
constexpr std::array<std::string_view, 3> kOptOutWords = {"HUY", "STOP", "TUCHOI"};
constexpr std::array<std::string_view, 3> kOptInWords = {"DANGKY", "DANGKI", "DK"};
constexpr std::array<std::string_view, 3> kHelpWords = {"HELP", "HUONGDAN", "HD"};
// What is cancelled or refused, if not texts: `HUY HO SO`, `Hủy lịch hẹn`.
constexpr std::array<std::string_view, 6> kOtherThings = {"HO", "HOSO", "HS", "LICH", "HEN", "DON"};
// What people write beside a score or an opt-in without meaning anything else by it.
constexpr std::array<std::string_view, 28> kBesides = {
    "A",   "AH",  "ANH",    "CAM", "CAMON", "CHI",  "CHO", "DA", "DANH", "DIEM",
    "EM",  "GIA", "HAI",    "LAI", "LONG",  "NHAN", "NHE", "OK", "ON",   "RAT",
    "SAO", "SMS", "THANKS", "TIN", "TOI",   "TOT",  "XIN", "ROI"};
constexpr std::array<std::string_view, 2> kUnits = {"SAO", "DIEM"};
constexpr std::array<std::string_view, 5> kNumbers = {"MOT", "HAI", "BA", "BON", "NAM"};

using Words = std::vector<std::string_view>;

bool IsLetter(char c) {
  return c >= 'A' && c <= 'Z';
}
bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}
bool IsLetterOrDigit(char c) {
  return IsLetter(c) || IsDigit(c);
}

// Upper case without accents; all characters except letters, digits and the separators of codes
// become blanks.
std::string Plain(std::string_view text) {
  const auto unaccented = sms::RemoveAccents(text);
  std::string plain = unaccented.ok() ? unaccented->text : std::string(text);
  for (char& c : plain) {
    if (c >= 'a' && c <= 'z') {
      c = static_cast<char>(c - 'a' + 'A');
    } else if (!IsLetterOrDigit(c) && c != '.' && c != '-' && c != '/') {
      c = ' ';
    }
  }
  return plain;
}

std::string LettersAndDigits(std::string_view plain) {
  std::string kept;
  std::copy_if(plain.begin(), plain.end(), std::back_inserter(kept), IsLetterOrDigit);
  return kept;
}

// Runs of letters, and of digits with the signs of a fraction or decimal: `5SAO` is two, `5/5` one.
Words Split(std::string_view plain) {
  Words words;
  for (std::size_t at = 0; at < plain.size();) {
    std::size_t end = at;
    if (IsLetter(plain[at])) {
      end = std::min(plain.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ", at), plain.size());
    } else if (IsDigit(plain[at])) {
      end = std::min(plain.find_first_not_of("0123456789/.", at), plain.size());
      while (!IsDigit(plain[end - 1])) {
        --end;
      }
    } else {
      ++at;
      continue;
    }
    words.push_back(plain.substr(at, end - at));
    at = end;
  }
  return words;
}

// The text after `word`, whose letters may be spaced; nullopt if `plain` begins differently.
std::optional<std::string_view> Behind(std::string_view plain, std::string_view word) {
  std::size_t at = 0;
  for (const char letter : word) {
    at = plain.find_first_not_of(" .-/", at);
    if (at == std::string_view::npos || plain[at] != letter) {
      return std::nullopt;
    }
    ++at;
  }
  return plain.substr(at);
}

template <std::size_t N>
bool IsOne(const std::array<std::string_view, N>& words, std::string_view text) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

// What stands behind the first word, or the first two written apart, if that is one of `keywords`.
template <std::size_t N>
std::optional<Words> BehindFirst(const Words& words,
                                 const std::array<std::string_view, N>& keywords) {
  if (words.empty()) {
    return std::nullopt;
  }
  if (IsOne(keywords, words[0])) {
    return Words(words.begin() + 1, words.end());
  }
  if (words.size() > 1 && IsOne(keywords, std::string(words[0]) + std::string(words[1]))) {
    return Words(words.begin() + 2, words.end());
  }
  return std::nullopt;
}

bool AreBesides(const Words& words) {
  return std::ranges::all_of(words, [](std::string_view word) { return IsOne(kBesides, word); });
}

std::string Printed(const dossier::DossierCode& code) {
  return code.canonical.empty() ? code.key : code.canonical;
}

// The number before a fraction bar, without leading zeros; out of range for anything but one digit.
int ScoreOf(std::string_view number) {
  const std::string_view whole = number.substr(0, number.find('/'));
  const std::size_t first = std::min(whole.find_first_not_of('0'), whole.size() - 1);
  return whole.size() - first == 1 && IsDigit(whole[first]) ? whole[first] - '0' : 0;
}

// A score in words, and whether anything else is said beside it.
struct FoundScore {
  int score = 0;
  /// `SAO`, `DIEM` or a fraction: it cannot be meant otherwise.
  bool has_unit = false;
  bool alone = true;
};
std::optional<FoundScore> FindScore(const Words& words) {
  std::optional<FoundScore> found;
  bool alone = true;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool before_unit = i + 1 < words.size() && IsOne(kUnits, words[i + 1]);
    const auto* const named = std::find(kNumbers.begin(), kNumbers.end(), words[i]);
    if (!found.has_value() && IsDigit(words[i].front())) {
      found = FoundScore{.score = ScoreOf(words[i]),
                         .has_unit = before_unit || words[i].find('/') != std::string_view::npos};
    } else if (!found.has_value() && before_unit && named != kNumbers.end()) {
      found = FoundScore{.score = static_cast<int>(named - kNumbers.begin()) + 1, .has_unit = true};
    } else {
      alone = alone && IsOne(kBesides, words[i]);
    }
  }
  if (found.has_value()) {
    found->alone = alone;
  }
  return found;
}

// The code asked about: the first one in the text, which is taken out of it with all others.
std::string TakeCodes(std::string& plain) {
  std::string first;
  for (const dossier::FoundCode& found : dossier::FindDossierCodes(plain)) {
    if (first.empty()) {
      first = Printed(found.code);
    }
    std::fill(plain.begin() + static_cast<std::ptrdiff_t>(found.begin),
              plain.begin() + static_cast<std::ptrdiff_t>(found.end), ' ');
  }
  return first;
}

// A rating with its keyword, with or without code and score.
std::optional<InboundCommand> ReadRating(const Words& words, const std::string& code) {
  const std::optional<Words> rest = BehindFirst(words, kRatingWords);
  if (!rest.has_value() || (rest->empty() && code.empty())) {
    return std::nullopt;
  }
  const std::optional<FoundScore> score = FindScore(*rest);
  return InboundCommand{
      .kind = InboundKind::kRating, .code = code, .score = score.has_value() ? score->score : 0};
}

// A score that is all the text says; beside a code only one that cannot be meant otherwise.
std::optional<InboundCommand> ReadBareRating(const Words& words, const std::string& code) {
  const std::optional<FoundScore> score = FindScore(words);
  if (!score.has_value() || !score->alone || (!code.empty() && !score->has_unit) ||
      (score->score == 0 && !score->has_unit && words.front() != "0")) {
    return std::nullopt;
  }
  return InboundCommand{.kind = InboundKind::kRating, .code = code, .score = score->score};
}

bool IsOptOut(const Words& words) {
  const std::optional<Words> rest = BehindFirst(words, kOptOutWords);
  return rest.has_value() && std::ranges::none_of(*rest, [](std::string_view word) {
           return IsOne(kOtherThings, word);
         });
}

bool IsOptIn(const Words& words) {
  const std::optional<Words> rest = BehindFirst(words, kOptInWords);
  return rest.has_value() && AreBesides(*rest);
}

// A keyword that decides the kind although what stands behind it is no valid code.
std::optional<InboundCommand> ReadWrongCode(std::string_view plain) {
  for (const std::string_view word : kStatusWords) {
    const auto rest = Behind(plain, word);
    if (rest.has_value() && rest->starts_with(" ") && std::ranges::any_of(*rest, IsDigit)) {
      return InboundCommand{.kind = InboundKind::kStatus,
                            .code = Printed(dossier::ParseDossierCode(*rest))};
    }
  }
  return std::nullopt;
}

}  // namespace

std::string_view ToString(InboundKind kind) {
  switch (kind) {
    case InboundKind::kStatus:
      return "status";
    case InboundKind::kRating:
      return "rating";
    case InboundKind::kOptOut:
      return "opt_out";
    case InboundKind::kOptIn:
      return "opt_in";
    case InboundKind::kHelp:
      return "help";
    case InboundKind::kUnknown:
      break;
  }
  return "unknown";
}

InboundCommand ReadInbound(std::string_view text) {
  if (text.size() > kMaxText) {
    return {};
  }
  std::string plain = Plain(text);
  const std::string whole = plain;
  const std::string code = TakeCodes(plain);
  const Words words = Split(plain);
  if (const auto rating = ReadRating(words, code); rating.has_value()) {
    return *rating;
  }
  if (const auto rating = ReadBareRating(words, code); rating.has_value()) {
    return *rating;
  }
  if (!code.empty()) {
    return {.kind = InboundKind::kStatus, .code = code};
  }
  // Letters may be spaced in a text that is a keyword and nothing else.
  const std::string letters = LettersAndDigits(plain);
  if (IsOne(kOptOutWords, letters) || IsOptOut(words)) {
    return {.kind = InboundKind::kOptOut};
  }
  if (IsOne(kOptInWords, letters) || IsOptIn(words)) {
    return {.kind = InboundKind::kOptIn};
  }
  if (IsOne(kHelpWords, letters)) {
    return {.kind = InboundKind::kHelp};
  }
  return ReadWrongCode(whole).value_or(InboundCommand());
}

}  // namespace motcua::notification
