#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>
#include <unordered_map>

namespace motcua::log {

/// Admits the first n lines of a message in each second (reliability R7.8). Thread-safe. Keys are
/// literals, so the map is bounded by the program's text and needs no copies.
class MessageLimiter {
 public:
  explicit MessageLimiter(int per_second) : per_second_(per_second) {}

  /// Empty: suppress this line. A number: write the line, and report that many as suppressed since
  /// the last one written.
  std::optional<std::uint64_t> Admit(std::string_view message,
                                     std::chrono::steady_clock::time_point now);
  std::uint64_t suppressed() const;

 private:
  struct Window {
    std::chrono::steady_clock::time_point start;
    int written = 0;
    std::uint64_t suppressed = 0;
  };
  const int per_second_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string_view, Window> windows_;
  std::uint64_t suppressed_ = 0;
};

}  // namespace motcua::log
