#include "motcua/dossier/lookup_secret.h"

#include <openssl/crypto.h>

#include "motcua/base/sha256.h"

namespace motcua::dossier {
namespace {

constexpr std::size_t kMaxSecret = 64;

// Zero for a character to drop.
char Normalised(char c) {
  if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '-') {
    return '\0';
  }
  if (c >= 'a' && c <= 'z') {
    c = static_cast<char>(c - 'a' + 'A');
  }
  if (c == 'I' || c == 'L') {
    return '1';
  }
  return c == 'O' ? '0' : c;
}

}  // namespace

std::string NormaliseSecret(std::string_view typed) {
  std::string secret;
  for (const char c : typed) {
    if (secret.size() == kMaxSecret) {
      break;
    }
    if (const char kept = Normalised(c); kept != '\0') {
      secret += kept;
    }
  }
  return secret;
}

std::string HashLookupSecret(std::string_view key, std::string_view secret) {
  return Sha256Hex(std::string(key) + '|' + NormaliseSecret(secret));
}

bool SecretMatches(std::string_view stored_hash, std::string_view key, std::string_view typed) {
  const std::string hash = HashLookupSecret(key, typed);
  return stored_hash.size() == hash.size() &&
         CRYPTO_memcmp(stored_hash.data(), hash.data(), hash.size()) == 0;
}

}  // namespace motcua::dossier
