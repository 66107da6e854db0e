#pragma once

#include <optional>
#include <string>
#include <vector>

#include "motcua/inbox/inbox.h"

namespace motcua::inbox {

/// What both kinds of inbox share: reading messages, dead letters, counting.
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
  /// What became of an event, and whether something before it was missing.
  struct Outcome {
    Taken taken = Taken::kApplied;
    bool gap = false;
  };
  /// An event that can be read, with the message it came in (for its dead letter).
  virtual absl::StatusOr<Outcome> TakeEvent(const CallContext& call, const outbox::Event& event,
                                            const kafka::Message& message) = 0;
  /// An event, and the message it came in; none when it did not come by Kafka.
  struct Incoming {
    outbox::Event event;
    const kafka::Message* message = nullptr;
  };
  using Batch = std::vector<const Incoming*>;
  /// Takes together what can be taken so: queues the effects in `transaction` and says what became
  /// of these; no outcome for an event that has to be taken by itself. `reached` becomes true once
  /// an error may be an event's.
  virtual absl::Status TakeTogether(const CallContext& call, db::Transaction& transaction,
                                    const Batch& batch,
                                    std::vector<std::optional<Outcome>>& outcomes,
                                    bool& reached) = 0;
  /// The event of a dead letter that was readable when it was written. Returns how many events were
  /// applied; removes the letter in the transaction of its effect.
  virtual absl::StatusOr<int> RedriveEvent(const CallContext& call, const outbox::Event& event) = 0;

  /// Handler or skip, inside the transaction. `reached` becomes true once an error is the event's.
  absl::StatusOr<Taken> Handle(const CallContext& call, db::Transaction& transaction,
                               const outbox::Event& event, bool& reached);
  /// Whether it is one to apply or one to skip; an error for a version this program can't know.
  absl::StatusOr<Taken> Sort(const outbox::Event& event) const;
  /// Applies the events of a batch in order of keys, in which all consumers lock their rows, so
  /// that none waits for one that waits for it.
  absl::Status HandleAll(const CallContext& call, db::Transaction& transaction,
                         std::vector<const outbox::Event*> events, bool& reached);
  /// Commit between its two crash points.
  static absl::Status Commit(db::Transaction& transaction);
  void Count(Outcome outcome) const;
  void ToldOfDeadLetter() const;
  Instant Now() const { return clock_->Now(); }

  db::Pool& pool_;
  EventHandler& handler_;
  const Options options_;

 private:
  absl::StatusOr<Taken> Finish(const absl::StatusOr<Outcome>& outcome) const;
  /// Takes `incoming`; what became of each goes to its place in `taken`.
  void TakeReadable(const CallContext& call, const std::vector<Incoming>& incoming,
                    const std::vector<std::size_t>& places,
                    std::vector<absl::StatusOr<Taken>>& taken);
  absl::StatusOr<Outcome> TakeAlone(const CallContext& call, const Incoming& incoming);
  /// A batch in one transaction, or in halves when something in it fails.
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
