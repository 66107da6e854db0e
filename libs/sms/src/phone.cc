#include "motcua/sms/phone.h"

#include <algorithm>
#include <array>

#include "motcua/base/error.h"

namespace motcua::sms {
namespace {

constexpr std::size_t kNationalDigits = 10;
constexpr std::size_t kShown = 3;
// Longer than any spelling of a number; limits the cost of arbitrary input.
constexpr std::size_t kMaxTyped = 40;

// Second and third digit of the mobile ranges in use (numbering plan, TT 22/2014/TT-BTTTT as
// amended; 11-digit numbers became ten in 2018).
constexpr std::array<std::string_view, 37> kMobile = {
    "32", "33", "34", "35", "36", "37", "38", "39",        // Viettel
    "52", "55", "56", "58", "59",                          // Vietnamobile, Wintel, Gmobile
    "70", "76", "77", "78", "79",                          // MobiFone
    "81", "82", "83", "84", "85", "86", "87", "88", "89",  // VinaPhone, Viettel, Itel, MobiFone
    "90", "91", "92", "93", "94", "95", "96", "97", "98", "99"};

absl::Status Refused(std::string_view reason, std::string_view message) {
  return Error(absl::StatusCode::kInvalidArgument, reason, message);
}

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

bool IsSeparator(char c) {
  return c == ' ' || c == '.' || c == '-' || c == '(' || c == ')' || c == '\t';
}

}  // namespace

absl::StatusOr<std::string> NormalisePhone(std::string_view typed) {
  const auto malformed = [] {
    return Refused("PHONE_MALFORMED",
                   "a mobile number must have ten digits and begin with 0 or +84");
  };
  if (typed.size() > kMaxTyped) {
    return malformed();
  }
  std::string digits;
  bool international = false;
  for (const char c : typed) {
    if (IsDigit(c)) {
      digits += c;
    } else if (c == '+' && digits.empty() && !international) {
      international = true;
    } else if (!IsSeparator(c)) {
      return malformed();
    }
  }
  if (!international && digits.starts_with("00")) {
    international = true;
    digits.erase(0, 2);
  }
  if (digits.starts_with("84") && (international || digits.size() > kNationalDigits)) {
    digits.replace(0, 2, digits.substr(2, 1) == "0" ? "" : "0");
  } else if (international) {
    return digits.empty() ? malformed() : Refused("PHONE_FOREIGN", "the number is not Vietnamese");
  }
  if (!digits.starts_with("0")) {
    return malformed();
  }
  if (digits.starts_with("02") && digits.size() >= kNationalDigits &&
      digits.size() <= kNationalDigits + 1) {
    return Refused("PHONE_LANDLINE", "a landline cannot receive text messages");
  }
  if (digits.size() != kNationalDigits) {
    return malformed();
  }
  const std::string_view range = std::string_view(digits).substr(1, 2);
  if (std::find(kMobile.begin(), kMobile.end(), range) == kMobile.end()) {
    return Refused("PHONE_NOT_MOBILE",
                   "the number is not in the range of any Vietnamese mobile network");
  }
  return digits;
}

bool IsPhone(std::string_view typed) {
  if (typed.size() > kMaxTyped) {
    return false;
  }
  std::string bare(typed);
  std::erase_if(bare, [](char c) { return c == ' ' || c == '.' || c == '-'; });
  const std::size_t prefix = bare.starts_with("+84") ? 3 : 1;
  const std::size_t digits = bare.size() - std::min(prefix, bare.size());
  return (prefix == 3 || bare.starts_with("0")) && digits >= 9 && digits <= 10 &&
         std::all_of(bare.end() - static_cast<std::ptrdiff_t>(digits), bare.end(), IsDigit);
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
