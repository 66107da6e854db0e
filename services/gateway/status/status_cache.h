#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/redis/client.h"

#include "status/public_answer.h"

namespace motcua::gateway {

/// The status cache in Redis, which only this program writes and reads. Thread-safe. Any error
/// means "no cache".
///
/// One hash per look-up key: version `v`, status `d`, secret hash `s`, the public answer `j`, or
/// `n` for "unknown". A Lua script refuses older versions (R2.1); the events of one poll are one
/// call of it. An event for a key without a status stores only its version, a floor that the next
/// fill must reach, so that a lagging or re-emitted event never restores an old status (design
/// section 6). No personal data.
///
/// `j` begins with the version that it was rendered from, and is valid only if that equals `v`,
/// because a gateway older than `j` writes only the other fields. Such an entry has no public
/// answer until the next fill.
///
/// While Redis does not answer, events can't be written and its content may be outdated. What is
/// trusted afterwards:
///
/// - A look-up key with an event that this replica could not write: not trusted until it is
///   written. `PutEvent` tries for `kPersistence`, then the consumer delivers the event again.
/// - Other keys: trusted as long as no event has waited for more than `kMayLag`, by which an answer
///   may lag anyway.
/// - After a longer stall, nothing is trusted for the same time again (up to `kCatchUp`), in which
///   the consumers of all replicas catch up.
/// - After an outage longer than `kCatchUp`, nothing is trusted for `kDistrust`.
///
/// `Get` then answers UNAVAILABLE / CACHE_NOT_TRUSTED. The duration of a stall is measured by this
/// replica, from the first failure to the next success.
class StatusCache {
 public:
  static constexpr std::chrono::milliseconds kMayLag{250};
  static constexpr std::chrono::seconds kPersistence{1};
  static constexpr std::chrono::seconds kCatchUp{2};
  static constexpr std::chrono::seconds kDistrust{35};
  /// Longest time before the consumer delivers an event again, so that a replica catches up within
  /// `kCatchUp` once Redis is back.
  static constexpr std::chrono::seconds kLongestBackoff{1};

  using Time = std::chrono::steady_clock::time_point;
  /// Replaced by tests.
  struct Timing {
    std::function<Time()> now = std::chrono::steady_clock::now;
    std::function<void(std::chrono::milliseconds)> pause = [](std::chrono::milliseconds span) {
      std::this_thread::sleep_for(span);
    };
  };
  explicit StatusCache(redis::Client& redis) : StatusCache(redis, Timing{}) {}
  StatusCache(redis::Client& redis, Timing timing) : redis_(redis), timing_(std::move(timing)) {}

  struct Found {
    /// Set when there is a status, or the dossier is known not to exist.
    std::optional<StatusEntry> entry;
    /// The minimum version of an answer.
    Version floor;
  };
  absl::StatusOr<Found> Get(const std::string& lookup_key);

  struct FoundPublic {
    /// Null when there is none, or the dossier is `unknown`.
    std::shared_ptr<const PublicAnswer> answer;
    bool unknown = false;
    /// As in `Found`; the version of `answer`.
    Version floor;
  };
  /// Reads the rendered public answer without parsing it. Never blocks; `done` is called as by
  /// redis::Client::Send.
  void GetPublic(const std::string& lookup_key,
                 std::function<void(absl::StatusOr<FoundPublic>)> done);
  /// Stores an owner's answer. False when the cache has a newer version.
  absl::StatusOr<bool> PutFill(const std::string& lookup_key, const StatusEntry& entry);
  /// The content of an event for a look-up key.
  struct Told {
    std::string lookup_key;
    StatusEntry entry;
  };
  /// Writes the content of events in one call and in order. Returns false for an event if the cache
  /// is already as new. An error applies to all of them and is returned only after `kPersistence`;
  /// blocks that long.
  absl::StatusOr<std::vector<bool>> PutEvents(const std::vector<Told>& events);
  /// The same for one event.
  absl::StatusOr<bool> PutEvent(const std::string& lookup_key, const StatusEntry& entry);
  /// Call when other replicas take over the events, including those that this one could not write:
  /// nothing is trusted for `kDistrust` instead of waiting for them.
  void EventsGoElsewhere();

 private:
  absl::StatusOr<std::vector<bool>> Put(const std::vector<Told>& entries, const char* how);
  absl::Status CheckTrusted(const std::string& lookup_key, const absl::Status& reply);
  absl::StatusOr<FoundPublic> TakePublic(const std::string& lookup_key,
                                         const absl::StatusOr<redis::Reply>& reply);
  bool Trusted(const std::string& lookup_key, Time now) const;
  void DistrustFor(std::chrono::steady_clock::duration span, Time now);
  void EndSilence(Time now);
  void NoteMissed(const std::string& lookup_key, const Version& version);
  void NoteWritten(const std::string& lookup_key, const Version& version);

  redis::Client& redis_;
  const Timing timing_;
  mutable std::mutex mutex_;
  Time distrusted_until_{};
  /// Start of the present stall of Redis.
  std::optional<Time> silent_since_;
  struct Missed {
    Version version;
    Time since;
  };
  /// Look-up keys with an event that could not be written yet; bounded by the batch size of a
  /// consumer and the partitions of the topics.
  std::map<std::string, Missed> missed_;
};

/// The Lua script of both puts; exposed for its test.
extern const char* const kPutScript;

}  // namespace motcua::gateway
