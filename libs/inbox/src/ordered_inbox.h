#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base_inbox.h"
#include "cursors.h"
#include "history.h"
#include "parked.h"

namespace motcua::inbox {

/// The inbox that applies the events of each key once and in order of sequence.
class OrderedInbox final : public BaseInbox {
 public:
  using BaseInbox::BaseInbox;

  absl::Status CatchUp(const CallContext& call, const std::string& stream,
                       const std::string& key) override;
  absl::StatusOr<int> DrainParked(const CallContext& call, int max_keys) override;

 protected:
  absl::StatusOr<Outcome> TakeEvent(const CallContext& call, const outbox::Event& event,
                                    const kafka::Message& message) override;
  absl::Status TakeTogether(const CallContext& call, db::Transaction& transaction,
                            const Batch& batch, std::vector<std::optional<Outcome>>& outcomes,
                            bool& reached) override;
  absl::StatusOr<int> RedriveEvent(const CallContext& call, const outbox::Event& event) override;

 private:
  /// Where an event comes from; decides what is written together with its effect.
  enum class Origin { kMessage, kHistory, kParked, kDeadLetter };
  enum class Step {
    kApplied,
    kSkipped,
    kDuplicate,
    kDeadLetter,
    kGap,
    kBaseMissing,  // the event it builds on is not applied yet
    kNotYet,       // returned by the handler
    kBehindDeadLetter
  };
  struct Attempt {
    const outbox::Event& event;
    Origin origin = Origin::kMessage;
    std::optional<Position> predecessor;
    /// The original message; null if the event did not come from Kafka.
    const kafka::Message* message = nullptr;
  };
  struct Result {
    Step step = Step::kDuplicate;
    Position cursor;  // before this step
    bool parked = false;
    absl::Status not_yet;  // of the handler, when the step is kNotYet
  };
  /// The result of walking through a key's history.
  struct Walk {
    int applied = 0;
    /// The outcome of the wanted event; empty if the history does not contain it.
    std::optional<Step> wanted;
    /// A dead letter blocks the key.
    bool blocked = false;
    /// Why the handler ended the walk with `NotYet`.
    absl::Status not_yet;
  };
  /// The result of draining a key's parked events.
  struct Drained {
    int applied = 0;
    /// Why the handler left the next one parked with `NotYet`.
    absl::Status not_yet;
  };

  /// Consumer of the source that these events build on; empty if there is none.
  std::string BaseConsumer() const {
    return options_.builds_on == nullptr ? "" : options_.builds_on->consumer();
  }
  CursorKey CursorOf(const std::string& key) const {
    return {options_.consumer, key, options_.source};
  }

  /// One event, one transaction: effect, cursor and clean-up, or nothing.
  absl::StatusOr<Result> Try(const CallContext& call, const Attempt& attempt);
  /// The same, after the source that the event builds on has caught up, if it lags.
  absl::StatusOr<Result> TryOnBase(const CallContext& call, const Attempt& attempt);
  void CatchUpBase(const CallContext& call, const outbox::Event& event);
  absl::StatusOr<Result> TryOnce(const CallContext& call, db::Transaction& transaction,
                                 const Attempt& attempt, bool& reached);
  /// Writes a dead letter for an event that can't be applied, if it is still its turn.
  absl::StatusOr<Result> Bury(const CallContext& call, const Attempt& attempt,
                              const absl::Status& why);
  /// Parks the event; true if the event directly before it is parked too, so nothing is missing
  /// between them.
  absl::StatusOr<bool> ParkEvent(const CallContext& call, const outbox::Event& event);

  /// Pulls the missing history of the key and applies it; looks for `wanted` in it.
  absl::StatusOr<Walk> FollowHistory(const CallContext& call, const std::string& stream,
                                     const std::string& key, Position cursor,
                                     const outbox::Event* wanted);
  absl::StatusOr<Outcome> CloseGap(const CallContext& call, const Attempt& attempt,
                                   Position cursor);
  /// The keys whose turn it is in this round.
  absl::StatusOr<std::vector<ParkedKey>> NextParkedKeys(const CallContext& call, int max_keys);
  /// Applies parked events of a key as long as each is next.
  absl::StatusOr<Drained> DrainKey(const CallContext& call, const std::string& key);
  /// The same, but pulls missing events between them.
  absl::StatusOr<Drained> DrainWithHistory(const CallContext& call, const std::string& stream,
                                           const std::string& key);

  std::mutex drain_mutex_;
  /// The key where the last round of DrainParked ended, so that keys take turns.
  std::string drained_up_to_;
};

}  // namespace motcua::inbox
