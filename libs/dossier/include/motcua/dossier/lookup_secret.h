#pragma once

#include <string>
#include <string_view>

namespace motcua::dossier {

/// The look-up secret printed on the receipt. Only its hash is stored. Pure functions, thread-safe.

/// Restores a typed secret to its printed form: upper-case, I and L read as 1, O as 0, blanks and
/// hyphens dropped. Cut at 64 characters.
std::string NormaliseSecret(std::string_view typed);

/// SHA-256 of `<key>|<normalised secret>` in lower-case hex; `key` is the code's look-up key, so
/// that equal secrets of two dossiers have different hashes.
std::string HashLookupSecret(std::string_view key, std::string_view secret);

/// True when `typed` is the secret behind `stored_hash`. Constant time.
bool SecretMatches(std::string_view stored_hash, std::string_view key, std::string_view typed);

}  // namespace motcua::dossier
