#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/redis/client.h"

#include "status/public_answer.h"

namespace motcua::gateway {

/// The status cache in Redis, which this program alone writes and reads. Thread-safe. Any error
/// means "no cache".
///
/// One hash per look-up key: version `v`, status `d`, secret hash `s`, the public answer `j`, or
/// `n` for "unknown". A Lua script refuses older versions (R2.1). An event about a key that has no
/// status leaves only its version, a floor that the next fill must reach, so that a lagging or
/// re-emitted event never brings the past back (design section 6). No personal data.
///
/// `j` begins with the version that it was rendered from, and counts only while that is `v`: a
/// gateway of before `j` writes the other fields alone. Such an entry is no public answer; the next
/// fill completes it.
///
/// While Redis is away events can't be written, and what it holds when it comes back may be the
/// past. So after an outage `Get` answers UNAVAILABLE / CACHE_NOT_TRUSTED until the consumers of
/// every replica have had the time to catch up
/// (`kDistrust`, above their longest back-off), and as long as this replica has an event it could
/// not write.
class StatusCache {
 public:
  static constexpr std::chrono::seconds kDistrust{35};

  explicit StatusCache(redis::Client& redis) : redis_(redis) {}

  struct Found {
    /// Set when there is a status (or a known "unknown").
    std::optional<StatusEntry> entry;
    /// The least version that an answer may have.
    Version floor;
  };
  absl::StatusOr<Found> Get(const std::string& lookup_key);

  struct FoundPublic {
    /// Null when there is none, or the dossier is `unknown`.
    std::shared_ptr<const PublicAnswer> answer;
    bool unknown = false;
    /// As of `Found`; the version of `answer`.
    Version floor;
  };
  /// What anybody may know, as it was rendered: nothing is parsed. Never blocks; `done` is called
  /// as by redis::Client::Send.
  void GetPublic(const std::string& lookup_key,
                 std::function<void(absl::StatusOr<FoundPublic>)> done);
  /// What an owner answered. False when the cache holds something newer.
  absl::StatusOr<bool> PutFill(const std::string& lookup_key, const StatusEntry& entry);
  /// What an event told. False when the cache is as new already.
  absl::StatusOr<bool> PutEvent(const std::string& lookup_key, const StatusEntry& entry);

 private:
  absl::StatusOr<bool> Put(const std::string& lookup_key, const StatusEntry& entry,
                           const char* how);
  absl::Status CheckTrusted(const absl::Status& reply);
  bool Trusted() const;
  void NoteFailure();

  redis::Client& redis_;
  /// steady_clock ticks; 0: no outage so far.
  std::atomic<std::chrono::steady_clock::rep> distrusted_until_{0};
  mutable std::mutex mutex_;
  /// Look-up keys whose last event could not be written yet; bounded by the partitions of the
  /// topics.
  std::set<std::string> missed_;
};

/// The Lua script behind both puts; exposed for its test.
extern const char* const kPutScript;

}  // namespace motcua::gateway
