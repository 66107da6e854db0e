#pragma once

#include <atomic>

#include "motcua/base/error.h"
#include "motcua/redis/client.h"

#include "status/status_entry.h"

namespace motcua::gateway {

/// A Redis that gives every reader the same reply, at once and on the reader's thread, or is away.
class FakeRedis final : public redis::Client {
 public:
  void Send(const std::vector<std::string>& arguments, Done done) override {
    done(Command(arguments));
  }
  absl::StatusOr<redis::Reply> Command(const std::vector<std::string>& /*arguments*/) override {
    ++asked;
    if (away) {
      return Error(absl::StatusCode::kUnavailable, "REDIS_DOWN", "away");
    }
    return reply;
  }
  absl::StatusOr<redis::Reply> Script(const std::string& /*source*/,
                                      const std::vector<std::string>& /*keys*/,
                                      const std::vector<std::string>& /*arguments*/) override {
    return redis::Reply{.integer = 1};
  }
  bool breaker_open() const override { return away; }

  /// HMGET of a key that holds this; an `entry` that is unknown is a remembered "unknown".
  void Hold(const StatusEntry& entry) {
    reply.items = {ToSortableText(entry.version), std::nullopt, std::nullopt, std::nullopt};
    if (entry.unknown) {
      reply.items[3] = "1";
    } else {
      reply.items[1] = entry.status.SerializeAsString();
      reply.items[2] = entry.secret_hash;
    }
  }

  redis::Reply reply{.items = {std::nullopt, std::nullopt, std::nullopt, std::nullopt}};
  std::atomic<bool> away = false;
  std::atomic<int> asked = 0;
};

}  // namespace motcua::gateway
