#pragma once

#include <string>
#include <string_view>

#include <absl/status/statusor.h>

namespace motcua::gateway {

/// The name of a file from a header: as UTF-8, percent-encoded UTF-8 (`gi%E1%BA%A5y.pdf`, so a
/// percent sign is `%25`), or RFC 8187 (`UTF-8''gi%E1%BA%A5y.pdf`). INVALID_ARGUMENT /
/// PAPER_NAME_INVALID for anything else, also when there is none. What a name may contain is
/// intake's rule. Pure.
absl::StatusOr<std::string> ReadFileName(std::string_view header);

}  // namespace motcua::gateway
