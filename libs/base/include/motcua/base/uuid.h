#pragma once

#include <string>
#include <string_view>

#include "motcua/base/clock.h"

namespace motcua {

/// Makes identifiers. Injected so that tests can predict them. Thread-safe.
class IdGenerator {
 public:
  virtual ~IdGenerator() = default;
  /// A UUID version 7 (RFC 9562) in its 36-character text form: unique, and roughly in order of
  /// creation.
  virtual std::string NewId() = 0;
  /// A secret of `characters` from an alphabet of 32 without look-alikes (no I, L, O, U): 5 random
  /// bits each, from the kernel's generator.
  virtual std::string NewSecret(int characters) = 0;
};

/// UUIDv7 stamped by the machine's clock, random part from getrandom(2).
class RandomIdGenerator final : public IdGenerator {
 public:
  std::string NewId() override;
  std::string NewSecret(int characters) override;
};

/// True for the 36-character lower-case text form of any UUID version.
bool IsUuid(std::string_view text);

}  // namespace motcua
