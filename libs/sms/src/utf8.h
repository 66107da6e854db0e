#pragma once

#include <string>
#include <string_view>

#include <absl/status/statusor.h>

namespace motcua::sms {

/// The code points of a text; INVALID_ARGUMENT / TEXT_NOT_UTF8.
absl::StatusOr<std::u32string> DecodeUtf8(std::string_view text);
/// The inverse, for code points that DecodeUtf8 may give.
std::string EncodeUtf8(const std::u32string& code_points);

}  // namespace motcua::sms
