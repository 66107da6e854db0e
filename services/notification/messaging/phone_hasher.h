#pragma once

#include <string>

#include "usecase/ports.h"

namespace motcua::notification {

/// HMAC-SHA256 with the installation's key, so that the numbers in a stolen table cannot be found
/// by trying all. Thread-safe.
class KeyedPhoneHasher final : public PhoneHasher {
 public:
  explicit KeyedPhoneHasher(std::string key) : key_(std::move(key)) {}
  PhoneTrace TraceOf(std::string_view phone) const override;

 private:
  const std::string key_;
};

}  // namespace motcua::notification
