#pragma once

#include <string_view>

namespace motcua::portalsync {

/// Number of shards of the outbound queue; the holder of a shard's lock sends its dossiers. Must
/// not change, because rows store their shard.
inline constexpr int kShards = 8;

/// StableHash64 modulo kShards; must never change.
int ShardOf(std::string_view dossier_id);

}  // namespace motcua::portalsync
