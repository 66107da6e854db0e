#include "motcua/base/uuid.h"

#include <array>
#include <cstdint>

#include <absl/strings/escaping.h>
#include <sys/random.h>

#include "motcua/base/check.h"

namespace motcua {
namespace {

void FillRandom(unsigned char* out, std::size_t size) {
  // Requests of up to 256 bytes are never cut short once the kernel's generator is seeded
  // (getrandom(2)).
  MOTCUA_CHECK(::getrandom(out, size, 0) == static_cast<ssize_t>(size));
}

}  // namespace

std::string RandomIdGenerator::NewId() {
  std::array<unsigned char, 16> bytes{};
  FillRandom(bytes.data(), bytes.size());
  const auto ms = static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(SystemClock().Now().time_since_epoch())
          .count());
  for (unsigned i = 0; i < 6; ++i) {
    bytes[i] = static_cast<unsigned char>(ms >> (40U - 8U * i));
  }
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0FU) | 0x70U);
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3FU) | 0x80U);

  std::string text = absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
  for (const std::size_t dash : {8U, 13U, 18U, 23U}) {
    text.insert(dash, 1, '-');
  }
  return text;
}

std::string RandomIdGenerator::NewSecret(int characters) {
  static constexpr char kAlphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  MOTCUA_CHECK(characters > 0 && characters <= 64);
  std::array<unsigned char, 64> bytes{};
  FillRandom(bytes.data(), static_cast<std::size_t>(characters));
  std::string secret;
  for (int i = 0; i < characters; ++i) {
    secret += kAlphabet[bytes[static_cast<std::size_t>(i)] & 31U];
  }
  return secret;
}

bool IsUuid(std::string_view text) {
  if (text.size() != 36) {
    return false;
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
      return false;
    }
  }
  return true;
}

}  // namespace motcua
