#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace motcua::log {

/// The text as valid UTF-8: each byte that is part of no well-formed sequence becomes U+FFFD. Text
/// longer than `limit` bytes is cut between characters and ends in U+2026. JSON is UTF-8, and what
/// arrives over the network need not be.
std::string ValidUtf8(std::string_view text, std::size_t limit);

}  // namespace motcua::log
