#include "store/shard.h"

#include "motcua/base/stable_hash.h"

namespace motcua::portalsync {

int ShardOf(std::string_view dossier_id) {
  return static_cast<int>(StableHash64(dossier_id) % kShards);
}

}  // namespace motcua::portalsync
