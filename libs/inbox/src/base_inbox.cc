#include "base_inbox.h"

#include <algorithm>
#include <map>
#include <utility>

#include "motcua/base/error.h"
#include "motcua/base/failpoint.h"
#include "motcua/base/status_macros.h"
#include "motcua/db/permanent.h"

#include "dead_letters.h"
#include "envelope.h"
#include "verdict.h"

namespace motcua::inbox {
namespace {

constexpr db::Statement kCounts{"inbox_counts", R"sql(
  SELECT count(*) AS parked, count(DISTINCT key) AS parked_keys,
    (SELECT count(*) FROM dead_letters WHERE consumer = $1) AS dead_letters
  FROM parked_events WHERE consumer = $1
)sql"};

absl::StatusOr<outbox::Event> Read(const kafka::Message& message) {
  MOTCUA_ASSIGN_OR_RETURN(outbox::Event event, outbox::FromMessage(message));
  MOTCUA_RETURN_IF_ERROR(CheckColumns(event));
  return event;
}

}  // namespace

BaseInbox::BaseInbox(db::Pool& pool, EventHandler& handler, Options options)
    : pool_(pool),
      handler_(handler),
      options_(std::move(options)),
      clock_(options_.clock == nullptr ? &system_clock_ : options_.clock) {}

std::vector<absl::StatusOr<Taken>> BaseInbox::TakeMessages(
    const CallContext& call, const std::vector<kafka::Message>& messages) {
  std::vector<absl::StatusOr<Taken>> taken(messages.size(), Taken::kDuplicate);
  std::vector<Incoming> readable;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    absl::StatusOr<outbox::Event> event = Read(messages[i]);
    if (event.ok()) {
      readable.push_back({.event = *std::move(event), .message = &messages[i]});
      places.push_back(i);
    } else {
      taken[i] = TakeUnreadable(call, messages[i], event.status());
    }
  }
  TakeReadable(call, readable, places, taken);
  return taken;
}

void BaseInbox::TakeReadable(const CallContext& call, const std::vector<Incoming>& incoming,
                             const std::vector<std::size_t>& places,
                             std::vector<absl::StatusOr<Taken>>& taken) {
  Batch batch;
  for (const Incoming& one : incoming) {
    batch.push_back(&one);
  }
  const std::vector<absl::StatusOr<Outcome>> outcomes = TakeBatch(call, batch);
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    taken[places[i]] = Finish(outcomes[i]);
  }
}

std::vector<absl::StatusOr<BaseInbox::Outcome>> BaseInbox::TakeBatch(const CallContext& call,
                                                                     const Batch& batch) {
  if (batch.empty()) {
    return {};
  }
  if (batch.size() == 1) {
    return {TakeAlone(call, *batch[0])};
  }
  std::vector<std::optional<Outcome>> together;
  bool reached = false;
  const absl::Status status =
      pool_.Run(call, "inbox.take_batch", [&](db::Transaction& transaction) -> absl::Status {
        reached = false;
        together.assign(batch.size(), std::nullopt);
        MOTCUA_RETURN_IF_ERROR(TakeTogether(call, transaction, batch, together, reached));
        return Commit(transaction);
      });
  if (!status.ok()) {
    if (!reached || (!db::IsPermanent(status) && !IsNotYet(status))) {
      return {batch.size(), status};
    }
    // The first half is taken first, so events of one key keep their order.
    const auto middle = batch.begin() + static_cast<std::ptrdiff_t>(batch.size() / 2);
    std::vector<absl::StatusOr<Outcome>> outcomes = TakeBatch(call, {batch.begin(), middle});
    std::vector<absl::StatusOr<Outcome>> rest = TakeBatch(call, {middle, batch.end()});
    outcomes.insert(outcomes.end(), rest.begin(), rest.end());
    return outcomes;
  }
  std::vector<absl::StatusOr<Outcome>> outcomes;
  std::map<std::string, absl::Status> failed;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (together[i].has_value()) {
      outcomes.emplace_back(*together[i]);
      continue;
    }
    const outbox::Event& event = batch[i]->event;
    const auto known = failed.find(event.key);
    outcomes.push_back(known != failed.end() ? known->second : TakeAlone(call, *batch[i]));
    if (!outcomes.back().ok()) {
      failed.emplace(event.key, outcomes.back().status());
    }
  }
  return outcomes;
}

std::vector<absl::StatusOr<Taken>> BaseInbox::TakeEvents(const CallContext& call,
                                                         const std::vector<outbox::Event>& events) {
  std::vector<absl::StatusOr<Taken>> taken(events.size(), Taken::kDuplicate);
  std::vector<Incoming> valid;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (const absl::Status fault = CheckColumns(events[i]); !fault.ok()) {
      taken[i] = fault;
    } else {
      valid.push_back({.event = events[i]});
      places.push_back(i);
    }
  }
  TakeReadable(call, valid, places, taken);
  return taken;
}

absl::StatusOr<BaseInbox::Outcome> BaseInbox::TakeAlone(const CallContext& call,
                                                        const Incoming& incoming) {
  return incoming.message != nullptr
             ? TakeEvent(call, incoming.event, *incoming.message)
             : TakeEvent(call, incoming.event, outbox::ToMessage(options_.source, incoming.event));
}

absl::StatusOr<Taken> BaseInbox::Finish(const absl::StatusOr<Outcome>& outcome) const {
  if (!outcome.ok()) {
    return AsRetryable(outcome.status());
  }
  Count(*outcome);
  return outcome->taken;
}

// The message identifies no event, so it blocks no key: if it was an event of the owner, the next
// event of its key shows a gap and the event is read from the history.
absl::StatusOr<Taken> BaseInbox::TakeUnreadable(const CallContext& call,
                                                const kafka::Message& message,
                                                const absl::Status& why) {
  const absl::Status written =
      pool_.Run(call, "inbox.take_unreadable", [&](db::Transaction& transaction) {
        WriteUnreadable(transaction, options_.consumer, message, why, Now());
        return Commit(transaction);
      });
  if (!written.ok()) {
    return AsRetryable(written);
  }
  ToldOfDeadLetter();
  return Finish(Outcome{Taken::kDeadLetter});
}

absl::StatusOr<int> BaseInbox::Redrive(const CallContext& call, const std::string& event_id) {
  StoredLetter letter;
  MOTCUA_RETURN_IF_ERROR(
      pool_.Run(call, "inbox.read_letter", [&](db::Transaction& transaction) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(letter, ReadDeadLetter(transaction, options_.consumer, event_id));
        return absl::OkStatus();
      }));
  const absl::StatusOr<outbox::Event> event = Read(letter.message);
  const absl::StatusOr<int> applied =
      !event.ok()            ? absl::StatusOr<int>(event.status())
      : letter.sequence == 0 ? RedriveUnreadable(call, event_id, *event, letter.message)
                             : RedriveEvent(call, *event);
  if (db::IsPermanent(applied.status()) && Reason(applied.status()) != "DEAD_LETTER_AHEAD") {
    MOTCUA_RETURN_IF_ERROR(Remember(call, event_id, applied.status()));
  }
  return applied;
}

// If this version of the program can read it, it is taken like a new message.
absl::StatusOr<int> BaseInbox::RedriveUnreadable(const CallContext& call,
                                                 const std::string& event_id,
                                                 const outbox::Event& event,
                                                 const kafka::Message& message) {
  MOTCUA_ASSIGN_OR_RETURN(const Outcome outcome, TakeEvent(call, event, message));
  Count(outcome);
  MOTCUA_RETURN_IF_ERROR(pool_.Run(call, "inbox.delete_letter", [&](db::Transaction& transaction) {
    DeleteDeadLetter(transaction, options_.consumer, event_id);
    return absl::OkStatus();
  }));
  return outcome.taken == Taken::kApplied ? 1 : 0;
}

absl::Status BaseInbox::Remember(const CallContext& call, const std::string& event_id,
                                 const absl::Status& why) {
  return pool_.Run(call, "inbox.update_letter", [&](db::Transaction& transaction) {
    UpdateDeadLetter(transaction, options_.consumer, event_id, why, Now());
    return absl::OkStatus();
  });
}

absl::StatusOr<Inbox::Counts> BaseInbox::ReadCounts(const CallContext& call) {
  MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease connection, pool_.Acquire(call));
  MOTCUA_ASSIGN_OR_RETURN(const db::Result counts,
                          connection->Execute({kCounts, db::Params().Text(options_.consumer)}));
  const db::Row row = counts.front();
  return Counts{.parked = row.Int("parked"),
                .parked_keys = row.Int("parked_keys"),
                .dead_letters = row.Int("dead_letters")};
}

absl::StatusOr<Taken> BaseInbox::Sort(const outbox::Event& event) const {
  if (handler_.Handles(event.type)) {
    return Taken::kApplied;
  }
  MOTCUA_RETURN_IF_ERROR(CheckMajor(event.type, options_.min_major, options_.max_major));
  return Taken::kSkippedUnknownType;
}

absl::StatusOr<Taken> BaseInbox::Handle(const CallContext& call, db::Transaction& transaction,
                                        const outbox::Event& event, bool& reached) {
  reached = true;
  MOTCUA_ASSIGN_OR_RETURN(const Taken taken, Sort(event));
  if (taken == Taken::kApplied) {
    MOTCUA_RETURN_IF_ERROR(handler_.Apply(call, transaction, event));
  }
  return taken;
}

absl::Status BaseInbox::HandleAll(const CallContext& call, db::Transaction& transaction,
                                  std::vector<const outbox::Event*> events, bool& reached) {
  reached = true;
  if (events.empty()) {
    return absl::OkStatus();
  }
  std::stable_sort(events.begin(), events.end(),
                   [](const outbox::Event* a, const outbox::Event* b) { return a->key < b->key; });
  return handler_.ApplyAll(call, transaction, events);
}

absl::Status BaseInbox::Commit(db::Transaction& transaction) {
  MOTCUA_FAILPOINT("inbox.before_commit");
  MOTCUA_RETURN_IF_ERROR(transaction.Commit());
  MOTCUA_FAILPOINT("inbox.after_commit");
  return absl::OkStatus();
}

void BaseInbox::Count(Outcome outcome) const {
  if (options_.on_taken) {
    options_.on_taken(outcome.taken, outcome.gap);
  }
}

void BaseInbox::ToldOfDeadLetter() const {
  if (options_.on_dead_letter) {
    options_.on_dead_letter();
  }
}

}  // namespace motcua::inbox
