#pragma once

#include <string>
#include <string_view>

#include <absl/status/statusor.h>

namespace motcua::sms {

/// The characters of a text; INVALID_ARGUMENT / TEXT_NOT_UTF8.
absl::StatusOr<std::u32string> DecodeUtf8(std::string_view text);

}  // namespace motcua::sms
