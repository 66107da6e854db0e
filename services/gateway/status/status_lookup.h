#pragma once

#include <functional>
#include <memory>
#include <optional>
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
/// answer by REST, gRPC and, later, SMS. Thread-safe; what is not said to never block may wait for
/// Redis (20 ms) and the owner (the call's deadline).
class StatusLookup {
 public:
  enum class Source { kLocal, kRedis, kOwner };
  StatusLookup(StatusCache& cache, Owner& owner, TryLimiter& tries,
               std::function<void(Source)> on_answer, int max_fills = 32,
               std::size_t max_local = 32000);

  /// What a person typed, as a look-up key. INVALID_ARGUMENT / CODE_IMPOSSIBLE without touching
  /// anything.
  static absl::StatusOr<std::string> KeyOf(const std::string& typed_code);

  /// The least version that an owner's answer may have.
  struct Floor {
    /// What Redis has heard of: the owner has it, too, or is about to.
    Version told;
    /// What the asker has seen, as it says. An owner who still knows nothing of it when asked
    /// again is right.
    Version seen;
  };
  struct Cached {
    /// Never older than asked for; null when the owner has to be asked.
    std::shared_ptr<const PublicAnswer> answer;
    Floor floor;
  };
  /// What the caches say, for the event loop: never blocks. NOT_FOUND / DOSSIER_UNKNOWN when the
  /// owner has said so not long ago, INTERNAL / EXCEPTION. `done` is called once, at once or from
  /// the thread of the Redis client, which it must not hold up; this object must live until then.
  void FindCached(const std::string& lookup_key, const Version& not_before,
                  std::function<void(absl::StatusOr<Cached>)> done);
  /// The rest of the way, for a thread that may block: errors as of `Find`.
  absl::StatusOr<std::shared_ptr<const PublicAnswer>> FindAtOwner(const CallContext& call,
                                                                  const std::string& lookup_key,
                                                                  const Floor& floor);

  /// The present status without details, never older than `not_before` if there ever was such a
  /// version, from Redis or the owner: the in-process cache holds rendered answers only. NOT_FOUND
  /// / DOSSIER_UNKNOWN, UNAVAILABLE / STATUS_BUSY, or what the owner's call gave.
  absl::StatusOr<type::v1::PublicStatus> Find(const CallContext& call,
                                              const std::string& lookup_key,
                                              const Version& not_before);

  /// The whole status for somebody who has the look-up secret. PERMISSION_DENIED / SECRET_WRONG,
  /// RESOURCE_EXHAUSTED / TOO_MANY_TRIES.
  absl::StatusOr<StatusEntry> FindWithSecret(const CallContext& call, const std::string& lookup_key,
                                             const std::string& typed_secret,
                                             const Version& not_before);
  /// For an asker by SMS: with details if `phone` is the applicant's own, without them if it is not
  /// or nobody can say. No try is counted: the answer goes to that telephone, so there is nothing
  /// to guess.
  absl::StatusOr<type::v1::PublicStatus> FindForPhone(const CallContext& call,
                                                      const std::string& lookup_key,
                                                      const std::string& phone,
                                                      const Version& not_before);

 private:
  std::shared_ptr<const PublicAnswer> FindLocal(const std::string& lookup_key,
                                                const Version& not_before);
  absl::StatusOr<Cached> ToCached(const std::string& lookup_key, const Version& not_before,
                                  absl::StatusOr<StatusCache::FoundPublic> found);
  absl::StatusOr<StatusEntry> FindEntry(const CallContext& call, const std::string& lookup_key,
                                        const Version& not_before, bool need_secret);
  absl::StatusOr<StatusEntry> Fill(const CallContext& call, const std::string& lookup_key,
                                   const Floor& floor);

  StatusCache& cache_;
  Owner& owner_;
  TryLimiter& tries_;
  std::function<void(Source)> on_answer_;
  SingleFlight fills_;
  LocalCache local_;
};

}  // namespace motcua::gateway
