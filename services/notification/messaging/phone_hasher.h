#pragma once

#include <string>

#include "usecase/ports.h"

namespace motcua::notification {

/// HMAC-SHA256 under the installation's key, so that whoever holds the table cannot try all
/// numbers. Thread-safe.
class KeyedPhoneHasher final : public PhoneHasher {
 public:
  explicit KeyedPhoneHasher(std::string key) : key_(std::move(key)) {}
  PhoneTrace TraceOf(std::string_view phone) const override;

 private:
  const std::string key_;
};

}  // namespace motcua::notification
