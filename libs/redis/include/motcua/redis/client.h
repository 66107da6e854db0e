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

/// A small pool of blocking hiredis connections behind a breaker (R2.7). Thread-safe.
///
/// Every command ends within `command_timeout`; a connection that timed out is closed, never
/// reused. After 10 failures in a row, or a second of failures, the breaker opens and commands
/// answer UNAVAILABLE / REDIS_DOWN at once; one probe every 500 ms closes it. Callers treat any
/// error as "no cache", never as an answer.
class Client {
 public:
  struct Options {
    std::string address;  // host:port or unix:/path
    int connections = 8;
    std::chrono::milliseconds connect_timeout{50};
    std::chrono::milliseconds command_timeout{20};
  };
  static std::unique_ptr<Client> Create(const Options& options);
  virtual ~Client() = default;

  virtual absl::StatusOr<Reply> Command(const std::vector<std::string>& arguments) = 0;
  /// EVALSHA with the script's SHA-1, loading it when the server does not know it.
  virtual absl::StatusOr<Reply> Script(const std::string& source,
                                       const std::vector<std::string>& keys,
                                       const std::vector<std::string>& arguments) = 0;
  virtual bool breaker_open() const = 0;
};

}  // namespace motcua::redis
