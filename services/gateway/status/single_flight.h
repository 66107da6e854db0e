#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include <absl/status/statusor.h>

#include "status/status_entry.h"

namespace motcua::gateway {

/// One fill per key at a time, and a limit on all fills (R2.6), so that a flushed cache does not
/// overload the owners.
///
/// A caller joins a running fill only if that started less than `kJoinable` ago, because an answer
/// may lag by at most that. An exception in a fill becomes its result: INTERNAL / EXCEPTION. At the
/// limit a caller waits up to 50 ms, then gets UNAVAILABLE / STATUS_BUSY. Thread-safe.
class SingleFlight {
 public:
  static constexpr std::chrono::milliseconds kJoinable{250};
  static constexpr std::chrono::milliseconds kPatience{50};

  explicit SingleFlight(int max_fills) : free_(max_fills) {}

  using Fill = std::function<absl::StatusOr<StatusEntry>()>;
  absl::StatusOr<StatusEntry> Do(const std::string& key,
                                 std::chrono::steady_clock::time_point deadline, const Fill& fill);

 private:
  struct Flight {
    std::chrono::steady_clock::time_point began;
    bool done = false;
    absl::StatusOr<StatusEntry> result = absl::UnknownError("");
  };

  std::mutex mutex_;
  std::condition_variable changed_;
  int free_;
  std::unordered_map<std::string, std::shared_ptr<Flight>> flights_;
};

}  // namespace motcua::gateway
