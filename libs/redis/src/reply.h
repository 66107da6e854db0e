#pragma once

#include <memory>

#include <absl/status/statusor.h>
#include <hiredis/hiredis.h>

#include "motcua/redis/client.h"

namespace motcua::redis {

struct FreeReply {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using OwnedReply = std::unique_ptr<redisReply, FreeReply>;

/// Flattens a reply; an error reply becomes the status that Client documents.
absl::StatusOr<Reply> Flatten(const redisReply& reply);

/// The server answered `NOSCRIPT`: it does not know the script yet.
bool IsUnknownScript(const redisReply& reply);

}  // namespace motcua::redis
