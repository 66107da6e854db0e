#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "motcua/base/call_context.h"
#include "motcua/base/clock.h"
#include "motcua/db/pool.h"
#include "motcua/kafka/message.h"
#include "motcua/kafka/producer.h"
#include "motcua/outbox/event.h"

namespace motcua::inbox {

class Inbox;

/// Processes the events of a consumer, inside the transaction that moves the cursor.
///
/// Return OK when the effect is queued in `transaction`; do not commit it. After a retryable error
/// (IsRetryable) the transaction is rolled back and the event is retried. Any other error is
/// permanent: the event becomes a dead letter and later events of the same key are parked behind it
/// (R1.10). An error of the database at commit counts as the handler's: a value or a constraint
/// (SQLSTATE 22, 23, 54) is permanent, everything else retryable. An event for which `Handles` is
/// false is skipped and the cursor advanced (unknown type of a known major version, design rule 5).
///
/// A retryable error holds up the partition, so use it for failures that affect every key, such as
/// a database that is down. If only this key has to wait, for example for a rule set that has not
/// arrived, return `NotYet`.
///
/// `Apply` may run more than once for one event (a lost race, COMMIT_UNKNOWN); only one of its
/// transactions commits. Called from several threads.
class EventHandler {
 public:
  virtual ~EventHandler() = default;
  virtual bool Handles(const std::string& type) const = 0;
  virtual absl::Status Apply(const CallContext& call, db::Transaction& transaction,
                             const outbox::Event& event) = 0;
  /// The events of a batch, in one transaction, ordered by key and sequence. An error fails the
  /// whole batch, which is then halved until the failing event is alone. Override it to read and
  /// write set-wise.
  virtual absl::Status ApplyAll(const CallContext& call, db::Transaction& transaction,
                                const std::vector<const outbox::Event*>& events);
};

/// The error of a handler that cannot apply the event yet: UNAVAILABLE with the reason, message and
/// metadata of `why`, and a mark. An ordered inbox parks the event and later events of the key,
/// continues with other keys, and `DrainParked` tries again. Facts have no order and are not
/// parked: for them it is an ordinary retryable error.
absl::Status NotYet(const absl::Status& why);
bool IsNotYet(const absl::Status& status);

/// Returns one page of the owner's history after a sequence, oldest first; called again with the
/// last sequence until the answer is empty (gRPC EventHistoryService in production).
using PullHistory = std::function<absl::StatusOr<std::vector<outbox::Event>>(
    const CallContext& call, const std::string& stream, const std::string& key,
    std::int64_t after_sequence)>;

/// The outcome of one event.
enum class Taken { kApplied, kSkippedUnknownType, kDuplicate, kParked, kDeadLetter };

/// Applies the events of one source stream in order, each exactly once (design rules 4 and 5;
/// R1.7-R1.10).
///
/// With a cursor (dossiers): one row (consumer, key, source) holds epoch and last sequence. An
/// event with a lower or equal sequence is a duplicate. The next sequence is applied, with the
/// cursor, in one transaction. For a higher one the missing history is pulled and applied first;
/// while it is not available, or while the handler returns `NotYet`, the event is parked (table
/// parked_events, at most 1000 per key) and OK is returned, so other dossiers continue;
/// `DrainParked` tries again.
///
/// Epochs (F26): events are ordered by (epoch, sequence). On the first event of a higher epoch, the
/// inbox reads the owner's whole history of the key, finds where the epochs diverge, and applies
/// what follows. If the cursor was already past that point, on the branch lost by the restore, this
/// is counted as a gap. Events of a lower epoch than the cursor's are duplicates.
///
/// Without a cursor (facts of compacted topics): a row (consumer, event id) prevents a second
/// effect, and the handler ignores older sequences. Thread-safe; two replicas may take the same key
/// at the same time, the lock on the cursor row orders them.
class Inbox {
 public:
  struct Options {
    std::string consumer;  // for example processing.intake-dossiers
    std::string source;    // for example intake
    bool ordered = true;   // a cursor per key; false: facts
    PullHistory pull;      // ordered only
    /// The inbox, over the same database, of the source that these events build on (processing on
    /// intake, design section 3); ordered only. An event waits until that inbox has applied
    /// `Event::builds_on` of the key: that inbox is asked to catch up, and while it can't, the
    /// event is parked. Must outlive this one.
    Inbox* builds_on = nullptr;
    /// Called with each outcome, for metrics; `gap` is true when a sequence was missing. May be
    /// empty.
    std::function<void(Taken, bool gap)> on_taken;
    /// Called after a dead letter is committed, to wake the thread that runs PublishDeadLetters.
    /// May be empty.
    std::function<void()> on_dead_letter;
    /// Major versions of event types that this program supports (`...events.v1.DossierFiled`: 1). A
    /// type of another version that the handler does not handle is a dead letter, SCHEMA_UNKNOWN.
    int min_major = 1;
    int max_major = 1;
    /// Time of the rows' time stamps, for people; null: the machine's clock. Must outlive the
    /// inbox.
    const Clock* clock = nullptr;
  };
  static std::unique_ptr<Inbox> Create(db::Pool& pool, EventHandler& handler, Options options);
  virtual ~Inbox() = default;

  /// Takes the messages of a poll. Events that are next in their key share a transaction; all
  /// others (a gap, a dead letter, something to wait for, an event that fails) are taken one by one
  /// after it, so one event does not affect the others. Returns the outcome of each message, in
  /// their order: an unreadable envelope is a dead letter; an error is always retryable.
  virtual std::vector<absl::StatusOr<Taken>> TakeMessages(
      const CallContext& call, const std::vector<kafka::Message>& messages) = 0;
  /// The same for one.
  absl::StatusOr<Taken> TakeMessage(const CallContext& call, const kafka::Message& message) {
    return TakeMessages(call, {message}).front();
  }
  /// Takes events that were not received from Kafka (pulled by RPC), by the same rules.
  /// INVALID_ARGUMENT / ENVELOPE_INVALID for an invalid event; other errors are retryable.
  virtual std::vector<absl::StatusOr<Taken>> TakeEvents(
      const CallContext& call, const std::vector<outbox::Event>& events) = 0;
  /// The same for one.
  absl::StatusOr<Taken> Take(const CallContext& call, const outbox::Event& event) {
    return TakeEvents(call, {event}).front();
  }
  /// Pulls the history of one key after its cursor and applies it: for a call about a dossier not
  /// seen yet, and for parked keys. FAILED_PRECONDITION / DEAD_LETTER_AHEAD when a dead letter
  /// blocks the key, FAILED_PRECONDITION / NO_HISTORY without `pull`; errors of `pull` and the
  /// handler's `NotYet` are returned unchanged.
  virtual absl::Status CatchUp(const CallContext& call, const std::string& stream,
                               const std::string& key) = 0;
  /// One round over parked keys that no dead letter blocks; returns the number of events applied. A
  /// key whose handler returns `NotYet` does not end the round; if nothing was applied, the first
  /// such error is returned, to show why they wait.
  virtual absl::StatusOr<int> DrainParked(const CallContext& call, int max_keys) = 0;
  /// Tries a dead letter again and then the events parked behind it; returns the number of events
  /// applied. NOT_FOUND / DEAD_LETTER_UNKNOWN; the handler's own error when it fails again.
  virtual absl::StatusOr<int> Redrive(const CallContext& call, const std::string& event_id) = 0;

  struct Counts {
    /// Numbers of parked events and of their keys.
    std::int64_t parked = 0;
    std::int64_t parked_keys = 0;
    std::int64_t dead_letters = 0;
  };
  virtual absl::StatusOr<Counts> ReadCounts(const CallContext& call) = 0;
  virtual const std::string& consumer() const = 0;
};

/// One row of table dead_letters.
struct DeadLetter {
  std::string consumer;
  std::string topic;
  std::string reason;
  std::string message;
  Instant at{};
  std::string event_id;
  std::string type;
  std::string key;
  std::int64_t sequence = 0;
};
/// The place of a dead letter in the list of all.
struct DeadLetterPosition {
  Instant at{};
  std::string event_id;
  std::string consumer;
};
/// Oldest first, those after a position (none: from the start); an empty consumer means all.
absl::StatusOr<std::vector<DeadLetter>> ListDeadLetters(
    db::Pool& pool, const CallContext& call, const std::string& consumer,
    const std::optional<DeadLetterPosition>& after, int limit);

/// Copies table dead_letters to the topics `<topic>.dlq.<consumer>`: sends at most `limit` unsent
/// letters, with their headers, key and bytes, and headers dlq_consumer, dlq_reason, dlq_message,
/// dlq_partition and dlq_offset; returns the number sent. A letter too large for a Kafka message is
/// sent without its value, its headers or its key, as needed, and with the header dlq_left_out
/// (`value headers`); the table has all of it. Delivery is at least once. Run it every few seconds
/// and after `on_dead_letter`. After an error of the producer, which is returned unchanged, the
/// producer must be replaced.
absl::StatusOr<int> PublishDeadLetters(db::Pool& pool, const CallContext& call,
                                       kafka::Producer& producer, int limit);

}  // namespace motcua::inbox
