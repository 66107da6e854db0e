#pragma once

#include <string_view>

#include <absl/status/status.h>

#include "motcua/http/request.h"

namespace motcua::gateway {

/// INVALID_ARGUMENT / TEXT_INVALID, with the field, when path, query or a header that is passed on
/// as text is not UTF-8 or has a control character, which no owner accepts. The route checks the
/// body (`FromJson`). Pure.
absl::Status CheckText(const http::Request& request);

/// The same for one text, but allows control characters.
absl::Status CheckUtf8(std::string_view text, std::string_view field);

}  // namespace motcua::gateway
