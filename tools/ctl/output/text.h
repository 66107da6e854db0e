#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace motcua::ctl {

/// Text as a terminal shows it. UTF-8 in, pure functions.

/// Columns that `text` takes: a character each, whatever its bytes; a combining mark (Vietnamese
/// may come decomposed) takes none.
std::size_t DisplayWidth(std::string_view text);

/// `text` on one line and without control characters, C1 included: what a citizen typed cannot move
/// the cursor or colour the terminal of a clerk. A byte that is no UTF-8 becomes U+FFFD.
std::string Printable(std::string_view text);

}  // namespace motcua::ctl
