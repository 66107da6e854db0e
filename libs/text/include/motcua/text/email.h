#pragma once

#include <string_view>

namespace motcua::text {

/// True for an address to which mail can be sent: a dot-atom (RFC 5322, with letters of any
/// script as RFC 6531 has it) of at most 64 bytes, `@`, and a domain name of at least two labels in
/// ASCII or, by IDNA (UTS #46), in letters of any script; at most 254 bytes. No comments, quotes or
/// address literals. Pure, thread-safe.
bool IsEmail(std::string_view text);

}  // namespace motcua::text
