#pragma once

#include <string>
#include <string_view>

#include <absl/status/statusor.h>

namespace motcua::sms {

enum class Line { kMobile, kLandline };

/// A telephone number of Viet Nam.
struct Phone {
  /// National form: the digits from the 0 on, `0912345678`, `02438251234`.
  std::string national;
  /// Only a mobile one receives text messages.
  Line line = Line::kMobile;
};

/// Reads a number as people write it: 0..., 84..., +84..., 0084..., or without its 0 as a
/// spreadsheet leaves it; with blanks, dots, hyphens, slashes and parentheses between the digits,
/// digits of any script, invisible characters of an address book. INVALID_ARGUMENT:
/// PHONE_MALFORMED (not a telephone number, or one with an extension), PHONE_FOREIGN (another
/// country), PHONE_NOT_MOBILE (a range that the numbering plan gives to no mobile network, among
/// them the 11-digit ones that ended in 2018, and numbers of services). Errors never contain the
/// number. Pure, thread-safe.
absl::StatusOr<Phone> ReadPhone(std::string_view typed);

/// The same for a number that must receive text messages: its national form, ten digits; a
/// landline is INVALID_ARGUMENT / PHONE_LANDLINE.
absl::StatusOr<std::string> NormalisePhone(std::string_view typed);

/// The international form, `+84912345678`, of a number returned by NormalisePhone.
std::string InternationalPhone(std::string_view national);

/// The part of a number that may be shown and stored: its last three digits, `*******678`.
std::string MaskPhone(std::string_view national);

}  // namespace motcua::sms
