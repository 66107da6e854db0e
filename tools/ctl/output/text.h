#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace motcua::ctl {

/// Text for a terminal. Input is UTF-8. Pure functions.

/// Number of columns of `text`: one per character; a combining mark (Vietnamese may be decomposed)
/// takes none.
std::size_t DisplayWidth(std::string_view text);

/// `text` on one line and without control characters, C1 included: a citizen's text must not move
/// the cursor or change colours on a clerk's terminal. What is not UTF-8 becomes U+FFFD.
std::string Printable(std::string_view text);

/// A JSON document on one line, with the same characters as escapes (`\u0085`), which changes no
/// value: they can only stand in its strings.
std::string PrintableJson(std::string_view document);

}  // namespace motcua::ctl
