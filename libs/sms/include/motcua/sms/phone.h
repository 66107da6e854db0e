#pragma once

#include <string>
#include <string_view>

#include <absl/status/statusor.h>

namespace motcua::sms {

/// Converts a Vietnamese mobile number to its national form: ten digits, `0912345678`. Accepts 0…,
/// 84…, +84… and 0084…, with blanks, dots, hyphens and parentheses between digits.
/// INVALID_ARGUMENT: PHONE_MALFORMED (not a phone number), PHONE_FOREIGN (another country),
/// PHONE_LANDLINE, PHONE_NOT_MOBILE (not in the range of a mobile network). Errors never contain
/// the number. Pure, thread-safe.
absl::StatusOr<std::string> NormalisePhone(std::string_view typed);

/// True for a telephone number of Viet Nam, mobile or landline, as people write it: 0 or +84, then
/// 9 or 10 digits, with blanks, dots and hyphens between them.
bool IsPhone(std::string_view typed);

/// `0912345678` as carriers take it: `+84912345678`. For a number that NormalisePhone gave.
std::string InternationalPhone(std::string_view national);

/// The part of a number that may be shown and stored: its last three digits, `*******678`.
std::string MaskPhone(std::string_view national);

}  // namespace motcua::sms
