#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "motcua/base/call_context.h"
#include "motcua/db/pool.h"
#include "motcua/outbox/event.h"

namespace motcua::inbox {

/// What a consumer does with an event. Runs inside the transaction that moves the cursor.
///
/// Return OK when the effect is queued in `transaction`. A retryable error (IsRetryable) rolls back
/// and comes again. Any other error is permanent: the event becomes a dead letter and later events
/// of the same key park behind it (R1.10). `Handles` false: unknown type of a known major version,
/// skipped with the cursor advanced (design rule 5).
class EventHandler {
 public:
  virtual ~EventHandler() = default;
  virtual bool Handles(const std::string& type) const = 0;
  virtual absl::Status Apply(const CallContext& call, db::Transaction& transaction,
                             const outbox::Event& event) = 0;
};

/// The history of the owner, asked when a sequence is missing (gRPC EventHistoryService in
/// production).
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
/// pulled and applied first; while it can't be had, the event is parked (table parked_events, at
/// most 1000 per key) and OK is returned, so other dossiers go on; `DrainParked` tries again.
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
    /// Counted outcomes for metrics; `gap` when a sequence was missing; may be empty.
    std::function<void(Taken, bool gap)> on_taken;
  };
  static std::unique_ptr<Inbox> Create(db::Pool& pool, EventHandler& handler, Options options);
  virtual ~Inbox() = default;

  /// Takes one Kafka message: an envelope that can't be read becomes a dead letter. An error is
  /// always retryable.
  virtual absl::StatusOr<Taken> TakeMessage(const CallContext& call,
                                            const kafka::Message& message) = 0;
  /// Takes one event that came another way (pulled by RPC): the same rules.
  virtual absl::StatusOr<Taken> Take(const CallContext& call, const outbox::Event& event) = 0;
  /// Pulls the history of one key after its cursor and applies it: for a call about a dossier not
  /// seen yet, and for parked keys.
  virtual absl::Status CatchUp(const CallContext& call, const std::string& stream,
                               const std::string& key) = 0;
  /// One round over parked keys without a dead letter before them; returns how many events were
  /// applied.
  virtual absl::StatusOr<int> DrainParked(const CallContext& call, int max_keys) = 0;
  /// Tries a dead letter again and then what parked behind it. NOT_FOUND / DEAD_LETTER_UNKNOWN.
  virtual absl::StatusOr<int> Redrive(const CallContext& call, const std::string& event_id) = 0;

  struct Counts {
    std::int64_t parked = 0;
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
/// Oldest first, after (at, event_id) of the page token; empty consumer means all.
absl::StatusOr<std::vector<DeadLetter>> ListDeadLetters(db::Pool& pool, const CallContext& call,
                                                        const std::string& consumer,
                                                        const std::string& after, int limit);

}  // namespace motcua::inbox
