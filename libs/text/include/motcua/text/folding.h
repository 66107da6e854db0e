#pragma once

#include <string>
#include <string_view>

namespace motcua::text {

/// A key by which texts are compared and searched as people read them: alike for composed and
/// decomposed letters, capitals and small ones, with and without marks (so the place of the tone
/// does not matter either: `hoà`, `hòa`), for full-width and other compatibility forms, d-bar and
/// eth; invisible characters are left out, and every run of white space is one blank, none at the
/// ends. Two texts that say the same have the same key; the key is not for showing. Bytes that are
/// not UTF-8 become U+FFFD. Pure, thread-safe.
std::string Fold(std::string_view utf8);

/// The same of the words alone: every run of what is neither letter nor digit is one blank, none at
/// the ends. `Nguyễn-Văn-A.` gives `nguyen van a`.
std::string FoldWords(std::string_view utf8);

}  // namespace motcua::text
