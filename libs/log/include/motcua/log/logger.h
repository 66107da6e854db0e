#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "motcua/base/clock.h"
#include "motcua/log/fields.h"

namespace motcua::log {

/// error: someone must act. warn: degraded, or retries exhausted. info: start and stop of the
/// process and one line per RPC. debug: off by default.
enum class Level { kDebug, kInfo, kWarn, kError };

/// `debug`, `info`, `warn`, `error`; anything else is INVALID_ARGUMENT, reason LOG_LEVEL_UNKNOWN.
absl::StatusOr<Level> ParseLevel(std::string_view text);
std::string_view LevelName(Level level);

/// What happened, always a literal, so that lines can be searched for, counted and limited; data
/// goes into fields. Only a compile-time constant compiles.
class Message {
 public:
  template <std::size_t N>
  consteval Message(const char (&text)[N])  // NOLINT(google-explicit-constructor)
      : text_(text, N - 1) {}
  std::string_view text() const { return text_; }

 private:
  std::string_view text_;
};

/// Takes finished lines (without the newline). Implementations are thread-safe and never block.
class LineSink {
 public:
  virtual ~LineSink() = default;
  virtual void Write(std::string_view line) = 0;
  /// Lines dropped because the reader was too slow or the disk full.
  virtual std::uint64_t dropped_lines() const = 0;
};

struct LoggerOptions {
  std::string service = {};
  std::string version = {};
  Level level = Level::kInfo;
  /// Limit per message text and second; further lines are counted and reported as `suppressed` on
  /// the next line with the same text (reliability R7.8).
  int lines_per_message_and_second = 10;
};

/// Writes one JSON object per line: `ts` (RFC 3339, UTC, microseconds), `level`, `service`,
/// `version`, `msg`, then the fields. A value type, cheap to copy, thread-safe; destroying the last
/// copy drains the queue. A default-constructed logger discards everything.
///
///     logger.Info("dossier filed", {{"procedure", code}, {"duration_ms", 12}});
///     logger.Error("outbox batch failed", status, {{"shard", shard}});
///
/// Logging never blocks and never fails: when the queue is full the oldest line is dropped and
/// counted. Never log personal data, payloads, secrets or a whole message.
class Logger {
 public:
  Logger() = default;
  /// The clocks default to the machine's wall clock and steady clock; tests pass their own.
  Logger(LoggerOptions options, std::shared_ptr<LineSink> sink,
         std::shared_ptr<const Clock> clock = nullptr,
         std::function<std::chrono::steady_clock::time_point()> steady_now = nullptr);

  void Debug(Message message, std::initializer_list<Field> fields = {}) const;
  void Info(Message message, std::initializer_list<Field> fields = {}) const;
  void Warn(Message message, std::initializer_list<Field> fields = {}) const;
  void Error(Message message, std::initializer_list<Field> fields = {}) const;
  /// Adds `code`, `reason` and `err` of the status.
  void Warn(Message message, const absl::Status& status,
            std::initializer_list<Field> fields = {}) const;
  void Error(Message message, const absl::Status& status,
             std::initializer_list<Field> fields = {}) const;
  /// For callers whose fields are known only at run time.
  void Write(Level level, Message message, std::span<const Field> fields) const;

  /// A logger that adds a copy of these fields to every line: `logger.With({{"trace_id", id}})`.
  /// The last value of a repeated field wins; `ts level service version msg` cannot be replaced, a
  /// field of that name is written as `field_<key>`.
  Logger With(std::initializer_list<Field> fields) const;
  /// A logger without the limit per message, for lines that are data (spans), not for events that a
  /// caller can trigger.
  Logger Unlimited() const;

  bool Enabled(Level level) const;
  /// Both counters are totals over all copies of the logger.
  std::uint64_t dropped_lines() const;
  std::uint64_t suppressed_lines() const;

 private:
  struct Core;
  struct Bound;

  std::shared_ptr<Core> core_;
  std::shared_ptr<const Bound> bound_;
  bool limited_ = true;
};

}  // namespace motcua::log
