#pragma once

#include <cstdint>
#include <functional>
#include <memory>
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

/// What a consumer does with an event. Runs inside the transaction that moves the cursor.
///
/// Return OK when the effect is queued in `transaction`, which is left uncommitted. A retryable
/// error (IsRetryable) rolls back and comes again. Any other error is permanent: the event becomes
/// a dead letter and later events of the same key park behind it (R1.10). What the database refuses
/// at commit counts as the handler's: a value or a constraint (SQLSTATE 22, 23, 54) is permanent,
/// everything else retryable. `Handles` false: unknown type of a known major version, skipped with
/// the cursor advanced (design rule 5).
///
/// A retryable error holds up the partition, so it is for what concerns every key, such as a
/// database that is down. When only this key has to wait, for a rule set that has not arrived for
/// example, return `NotYet`.
///
/// `Apply` may run more than once for one event (a lost race, COMMIT_UNKNOWN); only one of its
/// transactions commits. Called from any thread that takes events.
class EventHandler {
 public:
  virtual ~EventHandler() = default;
  virtual bool Handles(const std::string& type) const = 0;
  virtual absl::Status Apply(const CallContext& call, db::Transaction& transaction,
                             const outbox::Event& event) = 0;
  /// The events of a batch, in one transaction: in order of keys, and of each key in its own. An
  /// error of one refuses all of them; the batch is then halved until that one is alone. A handler
  /// overrides it to read and write set-wise.
  virtual absl::Status ApplyAll(const CallContext& call, db::Transaction& transaction,
                                const std::vector<const outbox::Event*>& events);
};

/// `why` as the error of a handler that can apply the event later, but not yet: UNAVAILABLE with
/// its reason, message and metadata, and marked. An ordered inbox parks the event, the later events
/// of the key park behind it, other keys go on, and `DrainParked` tries again. Facts have no order
/// and are not parked: there it is like any retryable error.
absl::Status NotYet(const absl::Status& why);
bool IsNotYet(const absl::Status& status);

/// The history of the owner after a sequence, oldest first, one page at a time: asked again after
/// the last one until the answer is empty (gRPC EventHistoryService in production).
using PullHistory = std::function<absl::StatusOr<std::vector<outbox::Event>>(
    const CallContext& call, const std::string& stream, const std::string& key,
    std::int64_t after_sequence)>;

/// What became of one event.
enum class Taken { kApplied, kSkippedUnknownType, kDuplicate, kParked, kDeadLetter };

/// Takes the events of one source stream in order, each effect exactly once (design rules 4 and 5;
/// R1.7-R1.10).
///
/// With a cursor (dossiers): one row (consumer, key, source) holds epoch and last sequence. Lower
/// or equal: duplicate. Next: handler and cursor in one transaction. Higher: the missing history is
/// pulled and applied first; while it can't be had, or while the handler says `NotYet`, the event
/// is parked (table parked_events, at most 1000 per key) and OK is returned, so other dossiers go
/// on; `DrainParked` tries again.
///
/// Epochs (F26): events are ordered by (epoch, sequence). The first event of a higher epoch makes
/// the inbox read the owner's whole history of the key, find where the epochs part, and apply what
/// follows; that a cursor had gone further on the branch cut off by the restore is counted as a
/// gap. Events of a lower epoch than the cursor's are duplicates.
///
/// Without a cursor (facts of compacted topics): a row (consumer, event id) guards the effect, and
/// the handler itself ignores older sequences. Thread-safe; two replicas may take the same key at
/// once, the cursor row lock orders them.
class Inbox {
 public:
  struct Options {
    std::string consumer;  // for example processing.intake-dossiers
    std::string source;    // for example intake
    bool ordered = true;   // a cursor per key; false: facts
    PullHistory pull;      // ordered only
    /// The inbox, over the same database, of the source that these events build on (processing on
    /// intake, design section 3); ordered only. An event waits until that inbox has applied
    /// `Event::builds_on` of the key: it is told to catch up, and while it can't, the event is
    /// parked. Must outlive this one.
    Inbox* builds_on = nullptr;
    /// Counted outcomes for metrics; `gap` when a sequence was missing; may be empty.
    std::function<void(Taken, bool gap)> on_taken;
    /// After a dead letter is committed: wakes whoever runs PublishDeadLetters; may be empty.
    std::function<void()> on_dead_letter;
    /// Major versions of event types this program knows (`...events.v1.DossierFiled`: 1). A type of
    /// another version that the handler does not handle is a dead letter, SCHEMA_UNKNOWN.
    int min_major = 1;
    int max_major = 1;
    /// Stamps rows for people to read; null: the machine's clock. Must outlive the inbox.
    const Clock* clock = nullptr;
  };
  static std::unique_ptr<Inbox> Create(db::Pool& pool, EventHandler& handler, Options options);
  virtual ~Inbox() = default;

  /// Takes what a poll brought: events that are next share a transaction, the others (a gap, a dead
  /// letter, something to wait for) are taken one by one after it, and so is one that fails: it
  /// never touches its neighbours. What became of each, in their order: an envelope that can't be
  /// read is a dead letter; an error is always retryable.
  virtual std::vector<absl::StatusOr<Taken>> TakeMessages(
      const CallContext& call, const std::vector<kafka::Message>& messages) = 0;
  /// The same for one.
  absl::StatusOr<Taken> TakeMessage(const CallContext& call, const kafka::Message& message) {
    return TakeMessages(call, {message}).front();
  }
  /// Takes events that came another way (pulled by RPC): the same rules. INVALID_ARGUMENT /
  /// ENVELOPE_INVALID for an event that no owner can have made; other errors are retryable.
  virtual std::vector<absl::StatusOr<Taken>> TakeEvents(
      const CallContext& call, const std::vector<outbox::Event>& events) = 0;
  /// The same for one.
  absl::StatusOr<Taken> Take(const CallContext& call, const outbox::Event& event) {
    return TakeEvents(call, {event}).front();
  }
  /// Pulls the history of one key after its cursor and applies it: for a call about a dossier not
  /// seen yet, and for parked keys. FAILED_PRECONDITION / DEAD_LETTER_AHEAD when a dead letter
  /// holds the key back, FAILED_PRECONDITION / NO_HISTORY without `pull`; errors of `pull` and the
  /// handler's `NotYet` as they are.
  virtual absl::Status CatchUp(const CallContext& call, const std::string& stream,
                               const std::string& key) = 0;
  /// One round over parked keys without a dead letter before them; returns how many events were
  /// applied. A key whose handler says `NotYet` does not end the round; when nothing was applied,
  /// the first such error is returned, so that it is seen why they wait.
  virtual absl::StatusOr<int> DrainParked(const CallContext& call, int max_keys) = 0;
  /// Tries a dead letter again and then what parked behind it; returns how many events were
  /// applied. NOT_FOUND / DEAD_LETTER_UNKNOWN; the handler's own error when it fails again.
  virtual absl::StatusOr<int> Redrive(const CallContext& call, const std::string& event_id) = 0;

  struct Counts {
    /// Events, and the keys they belong to.
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
/// Token for the page after this one.
std::string PageToken(const DeadLetter& letter);
/// Oldest first, after the page token (empty: from the start); empty consumer means all.
/// INVALID_ARGUMENT / PAGE_TOKEN_INVALID.
absl::StatusOr<std::vector<DeadLetter>> ListDeadLetters(db::Pool& pool, const CallContext& call,
                                                        const std::string& consumer,
                                                        const std::string& after, int limit);

/// Brings the topics `<topic>.dlq.<consumer>` in step with table dead_letters, which is the truth:
/// sends at most `limit` letters that were not sent yet, with their headers, key and bytes, and
/// headers dlq_consumer, dlq_reason, dlq_message, dlq_partition and dlq_offset; returns how many.
/// What is larger than a Kafka message goes without its value, its headers or its key, as far as it
/// takes, and with the header dlq_left_out (`value headers`); the table has all of it.
/// At least once. Run it every few seconds and after `on_dead_letter`; an error of the producer is
/// returned as it is, and the producer is then to be replaced.
absl::StatusOr<int> PublishDeadLetters(db::Pool& pool, const CallContext& call,
                                       kafka::Producer& producer, int limit);

}  // namespace motcua::inbox
