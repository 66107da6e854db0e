#include "motcua/dossier/lookup_secret.h"

#include <array>

#include <openssl/crypto.h>
#include <openssl/sha.h>

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
  const std::string text = std::string(key) + '|' + NormaliseSecret(secret);
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  constexpr char kHex[] = "0123456789abcdef";
  std::string hex;
  for (const unsigned char byte : digest) {
    hex += kHex[byte >> 4];
    hex += kHex[byte & 15];
  }
  return hex;
}

bool SecretMatches(std::string_view stored_hash, std::string_view key, std::string_view typed) {
  const std::string hash = HashLookupSecret(key, typed);
  return stored_hash.size() == hash.size() &&
         CRYPTO_memcmp(stored_hash.data(), hash.data(), hash.size()) == 0;
}

}  // namespace motcua::dossier
