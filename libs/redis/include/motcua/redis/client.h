#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

namespace motcua::redis {

/// One reply, flattened: nil, string or integer; arrays one level deep.
struct Reply {
  bool nil = false;
  std::string text;
  std::int64_t integer = 0;
  std::vector<std::optional<std::string>> items;
};

/// One pipelined connection with a circuit breaker (R2.7, R2.8), served by its own thread.
/// Thread-safe.
///
/// Every command ends within `command_timeout`, plus at most `connect_timeout` when a connection
/// has to be made. When a command times out, or the connection breaks, the connection is closed and
/// all commands sent on it end, so that a late reply cannot be taken for the answer to another
/// command. This counts as one failure. After 10 failures in a row, or a second of failures, the
/// breaker opens and commands answer UNAVAILABLE / REDIS_DOWN at once; a probe closes it, sent
/// after 50 ms and then at intervals that double up to 500 ms. A command that ended with an error
/// may still have been executed. Callers must treat any error as "no cache", never as an answer.
///
/// Errors: UNAVAILABLE / REDIS_DOWN (breaker open, no connection, connection lost) and
/// REDIS_NOT_READY (loading, busy with a script); DEADLINE_EXCEEDED / REDIS_TIMEOUT;
/// RESOURCE_EXHAUSTED / REDIS_BUSY (`max_commands` wait or are under way); FAILED_PRECONDITION /
/// REDIS_WRITE_REFUSED (out of memory, read-only); NOT_FOUND / REDIS_SCRIPT_UNKNOWN (an EVALSHA
/// sent by the caller); INVALID_ARGUMENT / REDIS_ADDRESS_INVALID; INTERNAL / REDIS_ERROR for an
/// invalid command or script.
class Client {
 public:
  struct Options {
    std::string address;  // host:port or unix:/path
    std::chrono::milliseconds connect_timeout{50};
    std::chrono::milliseconds command_timeout{20};
    /// Limit on commands waiting or in progress.
    std::size_t max_commands = 10'000;
    /// ACL user (R2.9); ignored without a password. An empty user is Redis's `default`.
    std::string user = {};
    std::string password = {};
  };
  /// OK for an address that `Create` accepts, INVALID_ARGUMENT / REDIS_ADDRESS_INVALID otherwise.
  /// For checking the configuration at start.
  static absl::Status CheckAddress(const std::string& address);
  /// Connects at the first command, so that a program can start without its cache.
  static std::unique_ptr<Client> Create(const Options& options);
  /// Commands waiting or in progress end with REDIS_DOWN. Waits for a connection attempt in
  /// progress, so at most `connect_timeout`.
  virtual ~Client() = default;

  /// Takes the result of a command.
  using Done = std::function<void(absl::StatusOr<Reply>)>;

  /// Sends a command without blocking. `arguments` begins with the command's name and may contain
  /// any bytes. `done` is called once: on the client's thread, which it must not block, or before
  /// `Send` returns if the command is refused immediately. It may call `Send`.
  virtual void Send(const std::vector<std::string>& arguments, Done done) = 0;
  /// The same for a thread that may block. Not from inside a `done`.
  virtual absl::StatusOr<Reply> Command(const std::vector<std::string>& arguments) = 0;
  /// EVALSHA with the script's SHA-1. A script that the server does not know is loaded first, which
  /// takes three commands, each with its own time-out. Blocks.
  virtual absl::StatusOr<Reply> Script(const std::string& source,
                                       const std::vector<std::string>& keys,
                                       const std::vector<std::string>& arguments) = 0;
  virtual bool breaker_open() const = 0;
};

}  // namespace motcua::redis
