#pragma once

#include <memory>
#include <string_view>

#include <absl/status/statusor.h>
#include <hiredis/hiredis.h>

#include "motcua/redis/client.h"

namespace motcua::redis {

struct FreeReply {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using OwnedReply = std::unique_ptr<redisReply, FreeReply>;

/// The reason of `NOSCRIPT`: the server does not know the script yet.
inline constexpr std::string_view kScriptUnknown = "REDIS_SCRIPT_UNKNOWN";

/// Flattens a reply; an error reply becomes the status that Client documents.
absl::StatusOr<Reply> Flatten(const redisReply& reply);

}  // namespace motcua::redis
