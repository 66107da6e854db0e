#pragma once

#include <optional>
#include <string>
#include <vector>

#include "motcua/inbox/inbox.h"

namespace motcua::inbox {

/// The common part of both kinds of inbox: reading messages, dead letters, counting.
class BaseInbox : public Inbox {
 public:
  BaseInbox(db::Pool& pool, EventHandler& handler, Options options);

  std::vector<absl::StatusOr<Taken>> TakeMessages(
      const CallContext& call, const std::vector<kafka::Message>& messages) override;
  std::vector<absl::StatusOr<Taken>> TakeEvents(const CallContext& call,
                                                const std::vector<outbox::Event>& events) override;
  absl::StatusOr<int> Redrive(const CallContext& call, const std::string& event_id) override;
  absl::StatusOr<Counts> ReadCounts(const CallContext& call) override;
  const std::string& consumer() const override { return options_.consumer; }

 protected:
  /// The outcome of an event, and whether an earlier one was missing.
  struct Outcome {
    Taken taken = Taken::kApplied;
    bool gap = false;
  };
  /// A readable event, with the message it came in (for its dead letter).
  virtual absl::StatusOr<Outcome> TakeEvent(const CallContext& call, const outbox::Event& event,
                                            const kafka::Message& message) = 0;
  /// An event, and the message it came in; null if it did not come from Kafka.
  struct Incoming {
    outbox::Event event;
    const kafka::Message* message = nullptr;
  };
  using Batch = std::vector<const Incoming*>;
  /// Takes the events that can be taken together: queues their effects in `transaction` and returns
  /// their outcomes; no outcome for an event that must be taken alone. Sets `reached` to true once
  /// an error may be caused by an event.
  virtual absl::Status TakeTogether(const CallContext& call, db::Transaction& transaction,
                                    const Batch& batch,
                                    std::vector<std::optional<Outcome>>& outcomes,
                                    bool& reached) = 0;
  /// Tries the event of a readable dead letter again. Returns the number of events applied; removes
  /// the letter in the transaction of its effect.
  virtual absl::StatusOr<int> RedriveEvent(const CallContext& call, const outbox::Event& event) = 0;

  /// Calls the handler or skips the event, inside the transaction. Sets `reached` to true once an
  /// error is caused by the event.
  absl::StatusOr<Taken> Handle(const CallContext& call, db::Transaction& transaction,
                               const outbox::Event& event, bool& reached);
  /// Whether to apply or to skip the event; an error for an unsupported version.
  absl::StatusOr<Taken> Sort(const outbox::Event& event) const;
  /// Applies the events of a batch in order of keys. All consumers lock rows in this order, which
  /// prevents deadlocks.
  absl::Status HandleAll(const CallContext& call, db::Transaction& transaction,
                         std::vector<const outbox::Event*> events, bool& reached);
  /// Commits, between the two crash points.
  static absl::Status Commit(db::Transaction& transaction);
  void Count(Outcome outcome) const;
  void ToldOfDeadLetter() const;
  Instant Now() const { return clock_->Now(); }

  db::Pool& pool_;
  EventHandler& handler_;
  const Options options_;

 private:
  absl::StatusOr<Taken> Finish(const absl::StatusOr<Outcome>& outcome) const;
  /// Takes `incoming` and writes the outcome of each to its place in `taken`.
  void TakeReadable(const CallContext& call, const std::vector<Incoming>& incoming,
                    const std::vector<std::size_t>& places,
                    std::vector<absl::StatusOr<Taken>>& taken);
  absl::StatusOr<Outcome> TakeAlone(const CallContext& call, const Incoming& incoming);
  /// Takes a batch in one transaction, or in halves if part of it fails.
  std::vector<absl::StatusOr<Outcome>> TakeBatch(const CallContext& call, const Batch& batch);
  absl::StatusOr<Taken> TakeUnreadable(const CallContext& call, const kafka::Message& message,
                                       const absl::Status& why);
  absl::StatusOr<int> RedriveUnreadable(const CallContext& call, const std::string& event_id,
                                        const outbox::Event& event, const kafka::Message& message);
  absl::Status Remember(const CallContext& call, const std::string& event_id,
                        const absl::Status& why);

  const SystemClock system_clock_{};
  const Clock* const clock_;
};

}  // namespace motcua::inbox
