#include "store/shard.h"

#include <cstdint>

namespace motcua::portalsync {

int ShardOf(std::string_view dossier_id) {
  constexpr std::uint64_t kOffset = 14695981039346656037ULL;
  constexpr std::uint64_t kPrime = 1099511628211ULL;
  std::uint64_t hash = kOffset;
  for (const char c : dossier_id) {
    hash = (hash ^ static_cast<unsigned char>(c)) * kPrime;
  }
  return static_cast<int>(hash % kShards);
}

}  // namespace motcua::portalsync
