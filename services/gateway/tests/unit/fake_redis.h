#pragma once

#include <atomic>
#include <map>
#include <optional>
#include <string>

#include "motcua/base/error.h"
#include "motcua/redis/client.h"

#include "status/public_answer.h"

namespace motcua::gateway {

/// A Redis with one hash, which answers every HMGET immediately on the reader's thread, and can be
/// unavailable or refuse writes.
class FakeRedis final : public redis::Client {
 public:
  void Send(const std::vector<std::string>& arguments, Done done) override {
    done(Command(arguments));
  }
  absl::StatusOr<redis::Reply> Command(const std::vector<std::string>& arguments) override {
    ++asked;
    if (away) {
      return Error(absl::StatusCode::kUnavailable, "REDIS_DOWN", "away");
    }
    redis::Reply reply;
    for (std::size_t i = 2; i < arguments.size(); ++i) {
      const auto field = hash.find(arguments[i]);
      reply.items.push_back(field == hash.end() ? std::nullopt : std::optional(field->second));
    }
    return reply;
  }
  absl::StatusOr<redis::Reply> Script(const std::string& /*source*/,
                                      const std::vector<std::string>& keys,
                                      const std::vector<std::string>& /*arguments*/) override {
    if (away) {
      return Error(absl::StatusCode::kUnavailable, "REDIS_DOWN", "away");
    }
    if (writes_refused) {
      return Error(absl::StatusCode::kFailedPrecondition, "REDIS_WRITE_REFUSED", "no memory");
    }
    written += static_cast<int>(keys.size());
    return redis::Reply{.text = std::string(keys.size(), '1')};
  }
  bool breaker_open() const override { return away; }

  /// The form written by StatusCache; an `entry` that is unknown is a cached "unknown".
  void Hold(const StatusEntry& entry) {
    const std::string version = ToSortableText(entry.version);
    hash = {{"v", version}};
    if (entry.unknown) {
      hash["n"] = "1";
    } else {
      hash["d"] = entry.status.SerializeAsString();
      hash["s"] = entry.secret_hash;
      hash["j"] = version + PublicJson(entry.status);
    }
  }

  std::map<std::string, std::string> hash;
  std::atomic<bool> away = false;
  std::atomic<bool> writes_refused = false;
  std::atomic<int> asked = 0;
  std::atomic<int> written = 0;
};

}  // namespace motcua::gateway
