#pragma once

#include <string>
#include <string_view>

namespace motcua {

/// SHA-256 of `bytes` in lower-case hexadecimal, 64 characters.
std::string Sha256Hex(std::string_view bytes);

}  // namespace motcua
