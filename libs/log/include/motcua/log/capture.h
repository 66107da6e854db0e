#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "motcua/log/logger.h"

namespace motcua::log {

/// For tests: a logger that keeps its lines in memory.
///
///     log::Capture captured;
///     DoIt(captured.logger());
///     EXPECT_EQ(captured.Count("consumer stalled"), 1);
///
/// Thread-safe. Level debug; no limit per message unless options say so.
class Capture {
 public:
  Capture();
  explicit Capture(LoggerOptions options, std::shared_ptr<const Clock> clock = nullptr,
                   std::function<std::chrono::steady_clock::time_point()> steady_now = nullptr);
  ~Capture();
  Capture(const Capture&) = delete;
  Capture& operator=(const Capture&) = delete;

  const Logger& logger() const { return logger_; }
  /// The JSON lines so far.
  std::vector<std::string> lines() const;
  /// How many lines have this `msg`.
  int Count(std::string_view message) const;
  /// True if any line contains this text: for tests that check for personal data.
  bool Contains(std::string_view text) const;

 private:
  class Sink;
  std::shared_ptr<Sink> sink_;
  Logger logger_;
};

}  // namespace motcua::log
