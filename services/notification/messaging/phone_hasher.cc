#include "messaging/phone_hasher.h"

#include <array>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "motcua/base/check.h"
#include "motcua/sms/phone.h"

namespace motcua::notification {

PhoneTrace KeyedPhoneHasher::TraceOf(std::string_view phone) const {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  const std::basic_string<unsigned char> bytes(phone.begin(), phone.end());
  MOTCUA_CHECK(HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()), bytes.data(),
                    bytes.size(), digest.data(), &size) != nullptr);
  return {.hash = std::string(digest.begin(), digest.begin() + size),
          .masked = sms::MaskPhone(phone)};
}

}  // namespace motcua::notification
