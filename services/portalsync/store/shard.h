#pragma once

#include <string_view>

namespace motcua::portalsync {

/// Shards of the outbound queue; whoever holds a shard's lock sends its dossiers. Fixed: it stands
/// in the rows.
inline constexpr int kShards = 8;

/// FNV-1a 64 modulo kShards; stable for ever.
int ShardOf(std::string_view dossier_id);

}  // namespace motcua::portalsync
