#include "motcua/sms/phone.h"

#include <algorithm>
#include <array>

#include <phonenumbers/logger.h>
#include <phonenumbers/phonenumberutil.h>
#include <unicode/uchar.h>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/text/utf8.h"

#include "utf8.h"

namespace motcua::sms {
namespace {

namespace plan = i18n::phonenumbers;

constexpr std::size_t kShown = 3;
// Longer than any spelling of a number; limits the cost of arbitrary input.
constexpr std::size_t kMaxTyped = 80;
constexpr std::size_t kMobileDigits = 9;  // without the 0
constexpr int kVietnam = 84;

// The first two digits of the mobile ranges in use (numbering plan, TT 22/2014/TT-BTTTT as
// amended). The library's tables lag behind: those of Debian 12 lack 55 and parts of 89.
constexpr std::array<std::string_view, 37> kMobile = {
    "32", "33", "34", "35", "36", "37", "38", "39",        // Viettel
    "52", "55", "56", "58", "59",                          // Vietnamobile, Wintel, Gmobile
    "70", "76", "77", "78", "79",                          // MobiFone
    "81", "82", "83", "84", "85", "86", "87", "88", "89",  // VinaPhone, Viettel, Itel, MobiFone
    "90", "91", "92", "93", "94", "95", "96", "97", "98", "99"};

absl::Status Refused(std::string_view reason, std::string_view message) {
  return Error(absl::StatusCode::kInvalidArgument, reason, message);
}

absl::Status Malformed() {
  return Refused("PHONE_MALFORMED",
                 "a Vietnamese number has ten digits, a landline eleven, and begins with 0 or +84");
}

const plan::PhoneNumberUtil& Library() {
  static const plan::PhoneNumberUtil* const kLibrary = [] {
    plan::PhoneNumberUtil* const made = plan::PhoneNumberUtil::GetInstance();
    made->SetLogger(
        new plan::NullLogger);  // it would print to standard output; the library owns it
    return made;
  }();
  return *kLibrary;
}

// Without what cannot be seen. Empty when there is a letter: the library would take it for the
// digit of its key.
std::string DigitsAndSigns(const std::u32string& typed) {
  std::u32string kept;
  for (const char32_t each : typed) {
    const auto c = static_cast<UChar32>(each);
    if (u_isalpha(c) != 0) {
      return "";
    }
    if (u_charType(c) != U_FORMAT_CHAR) {
      kept += each;
    }
  }
  return text::ToUtf8(kept);
}

absl::StatusOr<Phone> ReadVietnamese(const plan::PhoneNumber& number) {
  std::string digits;
  Library().GetNationalSignificantNumber(number, &digits);
  const std::string national = "0" + digits;
  const std::string_view range = std::string_view(digits).substr(0, 2);
  switch (digits.empty() ? '\0' : digits.front()) {
    case '2':
      if (!Library().IsValidNumber(number)) {
        return Malformed();
      }
      return Phone{.national = national, .line = Line::kLandline};
    case '3':
    case '5':
    case '7':
    case '8':
    case '9':
      if (digits.size() != kMobileDigits) {
        return Malformed();
      }
      break;
    default:
      if (digits.size() < kMobileDigits && !Library().IsValidNumber(number)) {
        return Malformed();
      }
  }
  if (digits.size() != kMobileDigits ||
      std::find(kMobile.begin(), kMobile.end(), range) == kMobile.end()) {
    return Refused("PHONE_NOT_MOBILE",
                   "the number is not in the range of any Vietnamese mobile network");
  }
  return Phone{.national = national, .line = Line::kMobile};
}

}  // namespace

absl::StatusOr<Phone> ReadPhone(std::string_view typed) {
  const absl::StatusOr<std::u32string> characters = DecodeUtf8(typed.substr(0, kMaxTyped));
  if (typed.size() > kMaxTyped || !characters.ok()) {
    return Malformed();
  }
  plan::PhoneNumber number;
  if (Library().Parse(DigitsAndSigns(*characters), "VN", &number) !=
          plan::PhoneNumberUtil::NO_PARSING_ERROR ||
      number.has_extension()) {
    return Malformed();
  }
  if (number.country_code() != kVietnam) {
    return Refused("PHONE_FOREIGN", "the number is not Vietnamese");
  }
  return ReadVietnamese(number);
}

absl::StatusOr<std::string> NormalisePhone(std::string_view typed) {
  MOTCUA_ASSIGN_OR_RETURN(Phone phone, ReadPhone(typed));
  if (phone.line == Line::kLandline) {
    return Refused("PHONE_LANDLINE", "a landline cannot receive text messages");
  }
  return std::move(phone.national);
}

std::string InternationalPhone(std::string_view national) {
  return "+84" + std::string(national.substr(std::min<std::size_t>(1, national.size())));
}

std::string MaskPhone(std::string_view national) {
  const std::size_t shown = std::min(kShown, national.size());
  return std::string(national.size() - shown, '*') +
         std::string(national.substr(national.size() - shown));
}

}  // namespace motcua::sms
