#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <absl/status/status.h>

#include "motcua/redis/client.h"

namespace motcua::gateway {

/// Limits wrong look-up secrets (R3.14): five an hour from one asker about one code, so that nobody
/// locks out the owner who asks from elsewhere, and two hundred about the code from all askers
/// together (guessing a secret of 40 bits then takes hundreds of thousands of years). Counted in
/// Redis for all replicas or, while Redis is unavailable, in this process. Thread-safe.
class TryLimiter {
 public:
  static constexpr int kMaxTries = 5;
  static constexpr int kMaxTriesOfAll = 200;
  static constexpr std::chrono::hours kWindow{1};

  explicit TryLimiter(redis::Client& redis) : redis_(redis) {}

  /// How long `asker` (CallContext::caller) may not try secrets of the code; nullopt if it may.
  std::optional<std::chrono::seconds> MustWait(const std::string& lookup_key,
                                               const std::string& asker);
  void CountWrong(const std::string& lookup_key, const std::string& asker);

 private:
  struct Local {
    int wrong = 0;
    std::chrono::steady_clock::time_point until;
  };
  static constexpr std::size_t kMaxLocal = 10000;

  /// Wrong tries in this process, and the end of their hour.
  Local CountedHere(const std::string& key);
  void CountHere(const std::string& key);

  redis::Client& redis_;
  std::mutex mutex_;
  std::map<std::string, Local> local_;
};

/// RESOURCE_EXHAUSTED / TOO_MANY_TRIES with the seconds to wait, if `asker` must wait.
absl::Status CheckTries(TryLimiter& tries, const std::string& lookup_key, const std::string& asker);

}  // namespace motcua::gateway
