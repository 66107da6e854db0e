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

/// One pipelined connection behind a breaker (R2.7, R2.8), served by a thread of the client's own.
/// Thread-safe.
///
/// Every command ends within `command_timeout`, plus at most `connect_timeout` when a connection
/// has to be made. When the time of one is over, or the connection breaks, the connection is closed
/// and all commands that were sent on it end: a late reply never answers another command. That
/// counts as one failure. After 10 failures in a row, or a second of failures, the breaker opens
/// and commands answer UNAVAILABLE / REDIS_DOWN at once; a probe closes it, sent after 50 ms and
/// then at intervals that double up to 500 ms. A command that ended with an error may still have
/// been carried out. Callers treat any error as "no cache", never as an answer.
///
/// Errors: UNAVAILABLE / REDIS_DOWN (breaker open, no connection, connection lost) and
/// REDIS_NOT_READY (loading, busy with a script); DEADLINE_EXCEEDED / REDIS_TIMEOUT;
/// RESOURCE_EXHAUSTED / REDIS_BUSY (`max_commands` wait or are under way); FAILED_PRECONDITION /
/// REDIS_WRITE_REFUSED (out of memory, read-only); NOT_FOUND / REDIS_SCRIPT_UNKNOWN (an EVALSHA of
/// the caller's own); INVALID_ARGUMENT / REDIS_ADDRESS_INVALID; INTERNAL / REDIS_ERROR for what a
/// wrong command or script gets.
class Client {
 public:
  struct Options {
    std::string address;  // host:port or unix:/path
    std::chrono::milliseconds connect_timeout{50};
    std::chrono::milliseconds command_timeout{20};
    /// Commands at once, waiting or under way.
    std::size_t max_commands = 10'000;
    /// ACL user (R2.9): none without a password. An empty user is Redis's `default`.
    std::string user = {};
    std::string password = {};
  };
  /// OK for an address that `Create` understands, INVALID_ARGUMENT / REDIS_ADDRESS_INVALID
  /// otherwise. For the check of a configuration at start.
  static absl::Status CheckAddress(const std::string& address);
  /// Connects at the first command: a program starts without its cache.
  static std::unique_ptr<Client> Create(const Options& options);
  /// Commands that wait or are under way end with REDIS_DOWN. Waits for a connection that is just
  /// being made, so at most `connect_timeout`.
  virtual ~Client() = default;

  /// Takes the result of a command.
  using Done = std::function<void(absl::StatusOr<Reply>)>;

  /// Asks without ever blocking. `arguments` begins with the command's name and may hold any bytes.
  /// `done` is called once: on the client's thread, which it must not hold up, or before `Send`
  /// returns when the command is refused at once. It may call `Send`.
  virtual void Send(const std::vector<std::string>& arguments, Done done) = 0;
  /// The same for a thread that may block. Not from inside a `done`.
  virtual absl::StatusOr<Reply> Command(const std::vector<std::string>& arguments) = 0;
  /// EVALSHA with the script's SHA-1. One that the server does not know is loaded first, which
  /// makes it three commands with their time each. Blocks.
  virtual absl::StatusOr<Reply> Script(const std::string& source,
                                       const std::vector<std::string>& keys,
                                       const std::vector<std::string>& arguments) = 0;
  virtual bool breaker_open() const = 0;
};

}  // namespace motcua::redis
