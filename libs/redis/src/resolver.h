#pragma once

#include <chrono>
#include <memory>
#include <string>

#include <absl/status/statusor.h>

namespace motcua::redis {

/// Looks a host name up without ever making its caller wait for the system's resolver, whose time
/// nobody can bound. For one thread.
class Resolver {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// A numeric address needs no look-up and gets none.
  explicit Resolver(std::string host);
  /// Does not wait for a look-up that is under way.
  ~Resolver();
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  /// A numeric address of the host, from the look-up before; another one begins in the background
  /// and learns what has changed. Waits, until `deadline`, only while no address is known yet.
  /// UNAVAILABLE / REDIS_DOWN.
  absl::StatusOr<std::string> Resolve(Time deadline);
  /// That address did not answer: of several the next one is given from now on.
  void TryAnother();

 private:
  struct Shared;
  void StartLookUp();

  const std::string host_;
  const bool numeric_;
  const std::shared_ptr<Shared> shared_;
};

}  // namespace motcua::redis
