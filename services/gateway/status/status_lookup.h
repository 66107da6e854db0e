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
/// answer is given by REST, gRPC and SMS. Thread-safe; functions not documented as non-blocking may
/// wait for Redis (20 ms) and the owner (the call's deadline).
class StatusLookup {
 public:
  enum class Source { kLocal, kRedis, kOwner };
  StatusLookup(StatusCache& cache, Owner& owner, TryLimiter& tries,
               std::function<void(Source)> on_answer, int max_fills = 32,
               std::size_t max_local = 32000);

  /// The look-up key of a typed code. INVALID_ARGUMENT / CODE_IMPOSSIBLE without any look-up.
  static absl::StatusOr<std::string> KeyOf(const std::string& typed_code);

  /// The minimum version of an owner's answer.
  struct Floor {
    /// The version known to Redis; the owner has it, or is about to.
    Version told;
    /// The version that the caller claims to have seen. If the owner does not know it when asked
    /// twice, the owner's answer is used.
    Version seen;
  };
  struct Cached {
    /// At least as new as requested; null when the owner must be asked.
    std::shared_ptr<const PublicAnswer> answer;
    Floor floor;
  };
  /// Looks in the caches only, for the event loop; never blocks. NOT_FOUND / DOSSIER_UNKNOWN when
  /// the owner said so recently, INTERNAL / EXCEPTION. `done` is called once, immediately or from
  /// the thread of the Redis client, which it must not block; this object must live until then.
  void FindCached(const std::string& lookup_key, const Version& not_before,
                  std::function<void(absl::StatusOr<Cached>)> done);
  /// Asks the owner, on a thread that may block; errors as for `Find`.
  absl::StatusOr<std::shared_ptr<const PublicAnswer>> FindAtOwner(const CallContext& call,
                                                                  const std::string& lookup_key,
                                                                  const Floor& floor);

  /// The present status without details, at least as new as `not_before` if that version exists,
  /// from Redis or the owner (the in-process cache has rendered answers only). NOT_FOUND /
  /// DOSSIER_UNKNOWN, UNAVAILABLE / STATUS_BUSY, or the error of the owner's call.
  absl::StatusOr<type::v1::PublicStatus> Find(const CallContext& call,
                                              const std::string& lookup_key,
                                              const Version& not_before);

  /// The whole status for a caller with the look-up secret. PERMISSION_DENIED / SECRET_WRONG,
  /// RESOURCE_EXHAUSTED / TOO_MANY_TRIES for `call.caller`.
  absl::StatusOr<StatusEntry> FindWithSecret(const CallContext& call, const std::string& lookup_key,
                                             const std::string& typed_secret,
                                             const Version& not_before);
  /// For a query by SMS: with details if `phone` is the applicant's, without them if it is not or
  /// this can't be determined. Not counted as a try: the answer goes to that telephone, so guessing
  /// gains nothing.
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
