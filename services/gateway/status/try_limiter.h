#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>

#include "motcua/redis/client.h"

namespace motcua::gateway {

/// At most five wrong look-up secrets per code and hour (R3.14), counted in Redis for all replicas
/// or, while Redis is unavailable, in this process. Thread-safe.
class TryLimiter {
 public:
  static constexpr int kMaxTries = 5;
  static constexpr std::chrono::hours kWindow{1};

  explicit TryLimiter(redis::Client& redis) : redis_(redis) {}

  bool Exhausted(const std::string& lookup_key);
  void CountWrong(const std::string& lookup_key);

 private:
  struct Local {
    int wrong = 0;
    std::chrono::steady_clock::time_point until;
  };
  static constexpr std::size_t kMaxLocal = 10000;

  redis::Client& redis_;
  std::mutex mutex_;
  std::map<std::string, Local> local_;
};

}  // namespace motcua::gateway
