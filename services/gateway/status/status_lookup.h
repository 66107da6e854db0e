#pragma once

#include <functional>
#include <memory>
#include <string>

#include <absl/status/statusor.h>

#include "motcua/base/call_context.h"

#include "status/local_cache.h"
#include "status/owner.h"
#include "status/single_flight.h"
#include "status/status_cache.h"
#include "status/try_limiter.h"

namespace motcua::gateway {

/// Answers a status look-up (design section 6): in-process cache, Redis, then the owner. The same
/// answer by REST, gRPC and, later, SMS. Thread-safe; may block on Redis (20 ms) and the owner (the
/// call's deadline).
class StatusLookup {
 public:
  enum class Source { kLocal, kRedis, kOwner };
  /// Renders the public part of a status once per cached entry.
  using Render = std::function<std::string(const type::v1::PublicStatus&)>;

  StatusLookup(StatusCache& cache, Owner& owner, TryLimiter& tries, Render render,
               std::function<void(Source)> on_answer, int max_fills = 32,
               std::size_t max_local = 100000);

  /// What a person typed, as a look-up key. INVALID_ARGUMENT / CODE_IMPOSSIBLE without touching
  /// anything.
  static absl::StatusOr<std::string> KeyOf(const std::string& typed_code);

  /// From the in-process cache only, for the event loop: null when a thread that may block has to
  /// ask.
  std::shared_ptr<const CachedAnswer> FindLocal(const std::string& lookup_key,
                                                const Version& not_before);

  /// The present status, never older than `not_before`. NOT_FOUND / DOSSIER_UNKNOWN, UNAVAILABLE /
  /// STATUS_BUSY, or what the owner's call gave.
  absl::StatusOr<std::shared_ptr<const CachedAnswer>> Find(const CallContext& call,
                                                           const std::string& lookup_key,
                                                           const Version& not_before);

  /// The whole status for somebody who has the look-up secret. PERMISSION_DENIED / SECRET_WRONG,
  /// RESOURCE_EXHAUSTED / TOO_MANY_TRIES.
  absl::StatusOr<StatusEntry> FindWithSecret(const CallContext& call, const std::string& lookup_key,
                                             const std::string& typed_secret,
                                             const Version& not_before);

 private:
  absl::StatusOr<StatusEntry> Fetch(const CallContext& call, const std::string& lookup_key,
                                    const Version& not_before, bool need_secret);
  absl::StatusOr<StatusEntry> Fill(const CallContext& call, const std::string& lookup_key,
                                   const Version& floor);

  StatusCache& cache_;
  Owner& owner_;
  TryLimiter& tries_;
  Render render_;
  std::function<void(Source)> on_answer_;
  SingleFlight fills_;
  LocalCache local_;
};

}  // namespace motcua::gateway
