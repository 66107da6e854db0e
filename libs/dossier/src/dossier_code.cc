#include "motcua/dossier/dossier_code.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "motcua/base/error.h"

namespace motcua::dossier {
namespace {

using std::chrono::year_month_day;

constexpr std::size_t kMaxText = 128;
constexpr std::size_t kMaxAgency = 35;  // QĐ 20/2020.
constexpr std::size_t kMaxGroup = 4;
constexpr std::size_t kMaxGroups = 8;
constexpr std::size_t kDateDigits = 6;
constexpr std::size_t kMinSerial = 4;
constexpr std::size_t kMaxSerial = 16;
// Two digits for the ministry and a serial of at least four (TT 03/2025 Đ13.3).
constexpr std::size_t kMinMinistrySerial = 6;
constexpr std::size_t kOldAgencyKey = 10;  // 000.00.19.H19 without its dots.

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}
bool IsUpper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool IsCodeCharacter(char c) {
  return IsDigit(c) || IsUpper(c);
}

char ToUpper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

bool AllDigits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), IsDigit);
}

bool IsDigits(std::string_view text, std::size_t size) {
  return text.size() == size && AllDigits(text);
}

// MX1X2: H19.
bool IsFirstGroup(std::string_view text) {
  return text.size() == 3 && IsUpper(text[0]) && IsDigit(text[1]) && IsDigit(text[2]);
}

bool IsLowerGroup(std::string_view text) {
  return !text.empty() && text.size() <= kMaxGroup &&
         std::all_of(text.begin(), text.end(), IsCodeCharacter);
}

bool AreNewGroups(const std::vector<std::string>& groups) {
  return !groups.empty() && groups.size() <= kMaxGroups && IsFirstGroup(groups.front()) &&
         std::all_of(groups.begin() + 1, groups.end(), IsLowerGroup);
}

bool AreOldGroups(const std::vector<std::string>& groups) {
  return groups.size() == 4 && IsDigits(groups[0], 3) && IsDigits(groups[1], 2) &&
         IsDigits(groups[2], 2) && IsFirstGroup(groups[3]);
}

// Runs of A-Z0-9, upper-case; all other characters separate them.
std::vector<std::string> Groups(std::string_view text) {
  std::vector<std::string> groups;
  bool within = false;
  for (const char raw : text) {
    const char c = ToUpper(raw);
    if (!IsCodeCharacter(c)) {
      within = false;
      continue;
    }
    if (!within) {
      groups.emplace_back();
      within = true;
    }
    groups.back() += c;
  }
  return groups;
}

std::string Join(const std::vector<std::string>& groups, std::string_view separator) {
  std::string joined;
  for (const std::string& group : groups) {
    if (!joined.empty()) {
      joined += separator;
    }
    joined += group;
  }
  return joined;
}

// Splits strictly at the dots.
std::vector<std::string> SplitAgency(std::string_view text) {
  std::vector<std::string> groups;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t dot = std::min(text.find('.', at), text.size());
    groups.emplace_back(text.substr(at, dot - at));
    at = dot + 1;
  }
  return groups;
}

// YYMMDD of this century.
year_month_day ReadDate(std::string_view digits) {
  const auto two = [&](std::size_t at) { return (digits[at] - '0') * 10 + (digits[at + 1] - '0'); };
  return year_month_day{std::chrono::year{2000 + two(0)},
                        std::chrono::month{static_cast<unsigned>(two(2))},
                        std::chrono::day{static_cast<unsigned>(two(4))}};
}

DossierCodeKind KindOf(bool old_agency, char level, std::string_view serial) {
  if (level != 'H' || serial.size() >= kMinMinistrySerial) {
    return DossierCodeKind::kMinistry;
  }
  return old_agency ? DossierCodeKind::kProvincialOld : DossierCodeKind::kProvincialNew;
}

DossierCode Refused(DossierCode code, std::string_view reason) {
  code.reason = reason;
  return code;
}

// The agency typed without dots (`h1912`), so only the whole can be checked.
bool IsNewAgencyKey(std::string_view key) {
  return key.size() >= 3 && key.size() <= kMaxAgency && IsFirstGroup(key.substr(0, 3)) &&
         std::all_of(key.begin(), key.end(), IsCodeCharacter);
}

bool IsOldAgencyKey(std::string_view key) {
  return key.size() == kOldAgencyKey && AllDigits(key.substr(0, 7)) && IsFirstGroup(key.substr(7));
}

// Date and serial are separated from the agency.
DossierCode ParseSeparated(DossierCode code, std::vector<std::string> groups) {
  const std::string serial = groups.back();
  groups.pop_back();
  const year_month_day date = ReadDate(groups.back());
  groups.pop_back();
  const std::string agency_key = Join(groups, "");
  const bool old_agency = AreOldGroups(groups) || IsOldAgencyKey(agency_key);
  const bool exact = AreOldGroups(groups) || AreNewGroups(groups);
  const std::string agency = Join(groups, ".");
  if (agency.size() > kMaxAgency || (!exact && !old_agency && !IsNewAgencyKey(agency_key))) {
    return Refused(std::move(code), "CODE_AGENCY_INVALID");
  }
  if (!date.ok()) {
    return Refused(std::move(code), "CODE_DATE_IMPOSSIBLE");
  }
  code.valid = true;
  code.kind = KindOf(old_agency, old_agency ? agency_key[7] : agency_key[0], serial);
  code.date = date;
  code.serial = serial;
  if (exact) {
    code.agency = agency;
    code.canonical = agency + '-' + code.key.substr(agency_key.size(), kDateDigits) + '-' + serial;
  }
  return code;
}

// No usable separators: tries to divide the text into agency, date and serial.
DossierCode ParseCompact(DossierCode code) {
  const std::string_view key = code.key;
  std::string_view reason = "CODE_MALFORMED";
  for (std::size_t serial = kMinSerial; serial <= kMaxSerial; ++serial) {
    if (key.size() < 3 + kDateDigits + serial) {
      break;
    }
    const std::string_view agency = key.substr(0, key.size() - serial - kDateDigits);
    if (!AllDigits(key.substr(agency.size()))) {
      break;
    }
    const bool old_agency = IsOldAgencyKey(agency);
    if (!old_agency && !IsNewAgencyKey(agency)) {
      continue;
    }
    if (!ReadDate(key.substr(agency.size(), kDateDigits)).ok()) {
      reason = "CODE_DATE_IMPOSSIBLE";
      continue;
    }
    code.valid = true;
    code.kind = KindOf(old_agency, old_agency ? agency[7] : agency[0], "");
    return code;
  }
  return Refused(std::move(code), reason);
}

}  // namespace

std::string_view ToString(DossierCodeKind kind) {
  switch (kind) {
    case DossierCodeKind::kProvincialNew:
      return "provincial_new";
    case DossierCodeKind::kProvincialOld:
      return "provincial_old";
    case DossierCodeKind::kMinistry:
      return "ministry";
    case DossierCodeKind::kUnknown:
      break;
  }
  return "unknown";
}

DossierCode ParseDossierCode(std::string_view text) {
  DossierCode code;
  if (text.size() > kMaxText) {
    return Refused(std::move(code), "CODE_TOO_LONG");
  }
  std::vector<std::string> groups = Groups(text);
  code.key = Join(groups, "");
  if (code.key.empty()) {
    return Refused(std::move(code), "CODE_EMPTY");
  }
  const std::size_t count = groups.size();
  const bool date_apart = count >= 3 && IsDigits(groups[count - 2], kDateDigits);
  if (!date_apart) {
    return ParseCompact(std::move(code));
  }
  const std::string& serial = groups.back();
  if (!AllDigits(serial) || serial.size() < kMinSerial || serial.size() > kMaxSerial) {
    return Refused(std::move(code), "CODE_SERIAL_INVALID");
  }
  return ParseSeparated(std::move(code), std::move(groups));
}

namespace {

bool IsPartOfCode(char c) {
  return IsCodeCharacter(ToUpper(c));
}

/// Whether a code may begin at `at`: at the start of a word, or with a letter and a digit behind
/// other letters, as in `hsH19`.
bool MayBegin(std::string_view text, std::size_t at) {
  if (!IsPartOfCode(text[at])) {
    return false;
  }
  if (at == 0 || !IsPartOfCode(text[at - 1])) {
    return true;
  }
  return IsUpper(ToUpper(text[at])) && IsUpper(ToUpper(text[at - 1])) && at + 1 < text.size() &&
         IsDigit(text[at + 1]);
}

/// The shortest valid code that begins at `begin`; first of those whose parts are told apart,
/// because without separators the beginning of a code can be read as another one:
/// `H19.807.07-261005` of `H19.807.07-261005-0001` as H19.8, 26 July 2007, 1005.
std::optional<FoundCode> CodeAt(std::string_view text, std::size_t begin) {
  constexpr std::size_t kLeastDigits = kDateDigits + kMinSerial;
  const std::size_t last = std::min(text.size(), begin + kMaxText);
  std::size_t digits = 0;
  std::optional<FoundCode> compact;
  for (std::size_t at = begin; at < last; ++at) {
    digits += IsDigit(text[at]) ? 1U : 0U;
    const bool word_ends =
        IsPartOfCode(text[at]) && (at + 1 == text.size() || !IsPartOfCode(text[at + 1]));
    if (!word_ends || digits < kLeastDigits) {
      continue;
    }
    DossierCode code = ParseDossierCode(text.substr(begin, at + 1 - begin));
    if (!code.valid) {
      continue;
    }
    const bool apart = code.date.has_value();
    FoundCode found{.code = std::move(code), .begin = begin, .end = at + 1};
    if (apart) {
      return found;
    }
    if (!compact.has_value()) {
      compact = std::move(found);
    }
  }
  return compact;
}

}  // namespace

std::vector<FoundCode> FindDossierCodes(std::string_view text) {
  std::vector<FoundCode> codes;
  for (std::size_t at = 0; at < text.size();) {
    std::optional<FoundCode> found =
        MayBegin(text, at) ? CodeAt(text, at) : std::optional<FoundCode>();
    if (!found.has_value()) {
      ++at;
      continue;
    }
    at = found->end;
    codes.push_back(*std::move(found));
  }
  return codes;
}

std::string LookupKey(std::string_view text) {
  return Join(Groups(text), "");
}

absl::StatusOr<std::string> FormatDossierCode(std::string_view agency, year_month_day receipt_date,
                                              std::uint64_t serial) {
  if (absl::Status status = ValidateAgencyCode(agency); !status.ok()) {
    return status;
  }
  const int year = static_cast<int>(receipt_date.year());
  if (!receipt_date.ok() || year < 2000 || year > 2099) {
    return Error(absl::StatusCode::kInvalidArgument, "CODE_DATE_IMPOSSIBLE",
                 "the day of a dossier code must lie in the years 2000 to 2099");
  }
  std::string digits = std::to_string(serial);
  if (serial == 0 || digits.size() > kMaxSerial) {
    return Error(absl::StatusCode::kInvalidArgument, "CODE_SERIAL_INVALID",
                 "a serial must be at least 1 and have at most 16 digits");
  }
  if (digits.size() < kMinSerial) {
    digits.insert(0, kMinSerial - digits.size(), '0');
  }
  const auto two = [](unsigned value) {
    const std::string text = std::to_string(value % 100);
    return text.size() == 2 ? text : '0' + text;
  };
  return std::string(agency) + '-' + two(static_cast<unsigned>(year)) +
         two(static_cast<unsigned>(receipt_date.month())) +
         two(static_cast<unsigned>(receipt_date.day())) + '-' + digits;
}

bool IsNewAgencyCode(std::string_view text) {
  return text.size() <= kMaxAgency && AreNewGroups(SplitAgency(text));
}

bool IsOldAgencyCode(std::string_view text) {
  return text.size() <= kMaxAgency && AreOldGroups(SplitAgency(text));
}

absl::Status ValidateAgencyCode(std::string_view text) {
  if (IsNewAgencyCode(text) || IsOldAgencyCode(text)) {
    return absl::OkStatus();
  }
  return Error(absl::StatusCode::kInvalidArgument, "AGENCY_CODE_INVALID",
               "an agency identifier must be written like H19.12 (parent first) or 000.00.19.H19");
}

}  // namespace motcua::dossier
