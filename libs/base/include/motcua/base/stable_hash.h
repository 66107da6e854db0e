#pragma once

#include <cstdint>
#include <string_view>

namespace motcua {

/// FNV-1a: a hash that is the same in every program, on every machine and in every version, for
/// values that are stored or that replicas must agree on (shards, lock numbers, spread times). Not
/// against an attacker who chooses the texts; for that see sha256.h.
std::uint64_t StableHash64(std::string_view text);
std::uint32_t StableHash32(std::string_view text);

}  // namespace motcua
