#include "domain/inbound_command.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "motcua/dossier/dossier_code.h"
#include "motcua/sms/unaccented.h"

namespace motcua::notification {
namespace {

// Six joined parts hold less, so a longer text is not from a telephone.
constexpr std::size_t kMaxText = 2000;

constexpr std::array<std::string_view, 4> kStatusWords = {"TRACUU", "HOSO", "HS", "TC"};
constexpr std::array<std::string_view, 2> kRatingWords = {"DANHGIA", "DG"};
constexpr std::array<std::string_view, 2> kOptOutWords = {"HUY", "STOP"};
constexpr std::array<std::string_view, 2> kOptInWords = {"DANGKY", "DK"};
constexpr std::array<std::string_view, 3> kHelpWords = {"HELP", "HUONGDAN", "HD"};

bool IsLetterOrDigit(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
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

InboundCommand Status(const dossier::DossierCode& code) {
  return {.kind = InboundKind::kStatus, .code = code.canonical.empty() ? code.key : code.canonical};
}

// `[code] score`: the score is the last digit, set off by a blank.
std::optional<InboundCommand> ReadRating(std::string_view rest) {
  const std::size_t last = rest.find_last_not_of(' ');
  if (last == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view trimmed = rest.substr(0, last + 1);
  const std::size_t blank = trimmed.find_last_of(' ');
  const std::string_view score = trimmed.substr(blank == std::string_view::npos ? 0 : blank + 1);
  InboundCommand command{.kind = InboundKind::kRating};
  command.score = score.size() == 1 && score[0] >= '0' && score[0] <= '9' ? score[0] - '0' : 0;
  if (blank == std::string_view::npos) {
    return command;
  }
  const dossier::DossierCode code = dossier::ParseDossierCode(trimmed.substr(0, blank));
  if (!code.key.empty()) {
    command.code = Status(code).code;
  }
  return command;
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
  const std::string plain = Plain(text);
  const std::string letters = LettersAndDigits(plain);
  if (letters.size() == 1 && letters[0] >= '0' && letters[0] <= '9') {
    return {.kind = InboundKind::kRating, .score = letters[0] - '0'};
  }
  if (IsOne(kOptOutWords, letters)) {
    return {.kind = InboundKind::kOptOut};
  }
  if (IsOne(kOptInWords, letters)) {
    return {.kind = InboundKind::kOptIn};
  }
  if (IsOne(kHelpWords, letters)) {
    return {.kind = InboundKind::kHelp};
  }
  if (const dossier::DossierCode code = dossier::ParseDossierCode(plain); code.valid) {
    return Status(code);
  }
  for (const std::string_view word : kRatingWords) {
    if (const auto rest = Behind(plain, word); rest.has_value()) {
      if (const auto rating = ReadRating(*rest); rating.has_value()) {
        return *rating;
      }
    }
  }
  for (const std::string_view word : kStatusWords) {
    if (const auto rest = Behind(plain, word); rest.has_value()) {
      const dossier::DossierCode code = dossier::ParseDossierCode(*rest);
      // A separate keyword decides the kind, even if the code after it is invalid.
      const bool set_off = rest->starts_with(" ");
      if (code.valid || (set_off && !code.key.empty())) {
        return Status(code);
      }
    }
  }
  return {};
}

}  // namespace motcua::notification
