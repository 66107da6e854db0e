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

/// The status cache in Redis, which this program alone writes and reads. Thread-safe. Any error
/// means "no cache".
///
/// One hash per look-up key: version `v`, status `d`, secret hash `s`, the public answer `j`, or
/// `n` for "unknown". A Lua script refuses older versions (R2.1); what a poll of events brings is
/// one call of it. An event about a key that has no status leaves only its version, a floor that
/// the next fill must reach, so that a lagging or re-emitted event never brings the past back
/// (design section 6). No personal data.
///
/// `j` begins with the version that it was rendered from, and counts only while that is `v`: a
/// gateway of before `j` writes the other fields alone. Such an entry is no public answer; the next
/// fill completes it.
///
/// While Redis stands still, events can't be written and what it holds may be the past. What is
/// believed of it then:
///
/// - A look-up key with an event that this replica could not write: nothing, until it is written.
///   `PutEvent` tries for `kPersistence`, then the consumer brings the event again.
/// - The other keys: as long as nothing has waited for more than `kMayLag`, which an answer may lag
///   anyway. A stall of that length costs its own time.
/// - After a longer one, nothing for as long again (up to `kCatchUp`), in which the consumers of
///   every replica take what came meanwhile.
/// - After an outage above `kCatchUp`, nothing for `kDistrust`.
///
/// `Get` then answers UNAVAILABLE / CACHE_NOT_TRUSTED. How long Redis stood still is what this
/// replica saw: from the first failure to the next success.
class StatusCache {
 public:
  static constexpr std::chrono::milliseconds kMayLag{250};
  static constexpr std::chrono::seconds kPersistence{1};
  static constexpr std::chrono::seconds kCatchUp{2};
  static constexpr std::chrono::seconds kDistrust{35};
  /// How long the consumer of the events may wait before it brings one again, so that a replica is
  /// behind for no longer than `kCatchUp` once Redis is back.
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
  /// What an event told about a look-up key.
  struct Told {
    std::string lookup_key;
    StatusEntry entry;
  };
  /// What events told, written in one go and in their order. By event false when the cache is as
  /// new already. An error, the same for all of them, only after `kPersistence`; blocks that long.
  absl::StatusOr<std::vector<bool>> PutEvents(const std::vector<Told>& events);
  /// The same for one.
  absl::StatusOr<bool> PutEvent(const std::string& lookup_key, const StatusEntry& entry);
  /// Other replicas take the events from here on, those that this one could not write among them:
  /// they get `kDistrust` for it instead of being waited for.
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
  /// Since when Redis has not answered.
  std::optional<Time> silent_since_;
  struct Missed {
    Version version;
    Time since;
  };
  /// Look-up keys with an event that could not be written yet; bounded by what a consumer takes at
  /// once and the partitions of the topics.
  std::map<std::string, Missed> missed_;
};

/// The Lua script behind both puts; exposed for its test.
extern const char* const kPutScript;

}  // namespace motcua::gateway
