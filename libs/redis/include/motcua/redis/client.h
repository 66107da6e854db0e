#pragma once

#include <chrono>
#include <cstdint>
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

/// A small pool of hiredis connections behind a breaker (R2.7). Thread-safe; callers block.
///
/// Every command ends within `command_timeout`, waiting for a connection included, plus at most
/// `connect_timeout` when it has to connect; a connection that timed out or failed is closed, never
/// reused. After 10 failures in a row, or a second of failures, the breaker opens and commands
/// answer UNAVAILABLE / REDIS_DOWN at once; one probe every 500 ms closes it. Callers treat any
/// error as "no cache", never as an answer.
///
/// Errors: UNAVAILABLE / REDIS_DOWN (breaker open, no connection, connection lost) and
/// REDIS_NOT_READY (loading, busy with a script); DEADLINE_EXCEEDED / REDIS_TIMEOUT;
/// RESOURCE_EXHAUSTED / REDIS_POOL_BUSY (all connections in use); FAILED_PRECONDITION /
/// REDIS_WRITE_REFUSED (out of memory, read-only); INVALID_ARGUMENT / REDIS_ADDRESS_INVALID;
/// INTERNAL / REDIS_ERROR for what a wrong command or script gets.
class Client {
 public:
  struct Options {
    std::string address;  // host:port or unix:/path
    int connections = 8;
    std::chrono::milliseconds connect_timeout{50};
    std::chrono::milliseconds command_timeout{20};
    /// ACL user (R2.9): none without a password. An empty user is Redis's `default`.
    std::string user = {};
    std::string password = {};
  };
  /// OK for an address that `Create` understands, INVALID_ARGUMENT / REDIS_ADDRESS_INVALID
  /// otherwise. For the check of a configuration at start.
  static absl::Status CheckAddress(const std::string& address);
  /// Connects at the first command: a program starts without its cache.
  static std::unique_ptr<Client> Create(const Options& options);
  virtual ~Client() = default;

  /// `arguments` begins with the command's name and may hold any bytes.
  virtual absl::StatusOr<Reply> Command(const std::vector<std::string>& arguments) = 0;
  /// EVALSHA with the script's SHA-1, loading it when the server does not know it.
  virtual absl::StatusOr<Reply> Script(const std::string& source,
                                       const std::vector<std::string>& keys,
                                       const std::vector<std::string>& arguments) = 0;
  virtual bool breaker_open() const = 0;
};

}  // namespace motcua::redis
