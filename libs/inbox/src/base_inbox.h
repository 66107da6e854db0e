#pragma once

#include <string>

#include "motcua/inbox/inbox.h"

namespace motcua::inbox {

/// What both kinds of inbox share: reading messages, dead letters, counting.
class BaseInbox : public Inbox {
 public:
  BaseInbox(db::Pool& pool, EventHandler& handler, Options options);

  absl::StatusOr<Taken> TakeMessage(const CallContext& call,
                                    const kafka::Message& message) override;
  absl::StatusOr<Taken> Take(const CallContext& call, const outbox::Event& event) override;
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
  /// The event of a dead letter that was readable when it was written. Returns how many events were
  /// applied; removes the letter in the transaction of its effect.
  virtual absl::StatusOr<int> RedriveEvent(const CallContext& call, const outbox::Event& event) = 0;

  /// Handler or skip, inside the transaction. `reached` becomes true once an error is the event's.
  absl::StatusOr<Taken> Handle(const CallContext& call, db::Transaction& transaction,
                               const outbox::Event& event, bool& reached);
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
