#pragma once

#include <chrono>
#include <memory>
#include <string>

#include <absl/status/statusor.h>

namespace motcua::redis {

/// Looks up a host name without blocking its caller on the system's resolver, which has no time
/// limit. For use by one thread.
class Resolver {
 public:
  using Time = std::chrono::steady_clock::time_point;

  /// A numeric address is not looked up.
  explicit Resolver(std::string host);
  /// Does not wait for a look-up in progress.
  ~Resolver();
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  /// A numeric address of the host, from the previous look-up; a new look-up is started in the
  /// background. Waits, until `deadline`, only while no address is known. UNAVAILABLE / REDIS_DOWN.
  absl::StatusOr<std::string> Resolve(Time deadline);
  /// Call when that address did not answer: the next of several addresses is returned from now on.
  void TryAnother();

 private:
  struct Shared;
  void StartLookUp();

  const std::string host_;
  const bool numeric_;
  const std::shared_ptr<Shared> shared_;
};

}  // namespace motcua::redis
