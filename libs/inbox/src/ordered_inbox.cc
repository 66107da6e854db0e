#include "ordered_inbox.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <utility>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/db/permanent.h"

#include "dead_letters.h"
#include "parked.h"
#include "verdict.h"

namespace motcua::inbox {
namespace {

/// Longest wait for the owner's history, so that other keys of the partition are not held up.
constexpr std::chrono::seconds kPullLimit{5};

CallContext PullContext(const CallContext& call) {
  CallContext bounded = call;
  bounded.deadline = std::min(call.deadline, std::chrono::steady_clock::now() + kPullLimit);
  return bounded;
}

absl::Status DeadLetterAhead(const std::string& key) {
  return Error(absl::StatusCode::kFailedPrecondition, "DEAD_LETTER_AHEAD",
               "an earlier event of this key is a dead letter", {{"key", key}});
}

}  // namespace

absl::StatusOr<OrderedInbox::Result> OrderedInbox::Try(const CallContext& call,
                                                       const Attempt& attempt) {
  bool reached = false;
  Result result;
  const absl::Status status =
      pool_.Run(call, "inbox.take", [&](db::Transaction& transaction) -> absl::Status {
        reached = false;
        MOTCUA_ASSIGN_OR_RETURN(result, TryOnce(call, transaction, attempt, reached));
        return Commit(transaction);
      });
  if (status.ok()) {
    return result;
  }
  const bool redriven = attempt.origin == Origin::kDeadLetter;
  if (reached && IsNotYet(status) && !redriven) {
    return Result{.step = Step::kNotYet, .not_yet = status};
  }
  return reached && db::IsPermanent(status) && !redriven ? Bury(call, attempt, status)
                                                         : absl::StatusOr<Result>(status);
}

absl::StatusOr<OrderedInbox::Result> OrderedInbox::TryOnBase(const CallContext& call,
                                                             const Attempt& attempt) {
  MOTCUA_ASSIGN_OR_RETURN(const Result result, Try(call, attempt));
  if (result.step != Step::kBaseMissing) {
    return result;
  }
  CatchUpBase(call, attempt.event);
  return Try(call, attempt);
}

void OrderedInbox::CatchUpBase(const CallContext& call, const outbox::Event& event) {
  // If it fails now, it is tried again after the event is parked.
  options_.builds_on->CatchUp(PullContext(call), event.stream, event.key).IgnoreError();
}

absl::StatusOr<OrderedInbox::Result> OrderedInbox::TryOnce(const CallContext& call,
                                                           db::Transaction& transaction,
                                                           const Attempt& attempt, bool& reached) {
  const outbox::Event& event = attempt.event;
  const CursorKey cursor = CursorOf(event.key);
  MOTCUA_ASSIGN_OR_RETURN(const KeyState state, LockKey(transaction, cursor, BaseConsumer()));
  Result result{.cursor = state.cursor, .parked = state.parked};
  const auto clean_up = [&] {
    if (attempt.origin == Origin::kParked) {
      Unpark(transaction, options_.consumer, event);
    } else if (attempt.origin == Origin::kDeadLetter) {
      DeleteDeadLetter(transaction, options_.consumer, event.event_id);
    }
  };
  const Turn turn = WhoseTurn(state.cursor, PositionOf(event), attempt.predecessor);
  if (turn == Turn::kDone) {
    result.step = Step::kDuplicate;
    clean_up();
    return result;
  }
  if (!state.dead_letter.empty() && state.dead_letter != event.event_id) {
    result.step = Step::kBehindDeadLetter;
    return result;
  }
  if (!state.dead_letter.empty() && attempt.origin != Origin::kDeadLetter) {
    // This is the dead letter itself, tried again.
    const bool history = attempt.origin == Origin::kHistory;
    result.step = history ? Step::kBehindDeadLetter : Step::kDuplicate;
    clean_up();
    return result;
  }
  if (turn == Turn::kGap) {
    result.step = Step::kGap;
    return result;
  }
  if (options_.builds_on != nullptr && event.builds_on > state.base_sequence) {
    result.step = Step::kBaseMissing;
    return result;
  }
  MOTCUA_ASSIGN_OR_RETURN(const Taken taken, Handle(call, transaction, event, reached));
  result.step = taken == Taken::kApplied ? Step::kApplied : Step::kSkipped;
  Advance(transaction, cursor, PositionOf(event));
  clean_up();
  return result;
}

absl::StatusOr<OrderedInbox::Result> OrderedInbox::Bury(const CallContext& call,
                                                        const Attempt& attempt,
                                                        const absl::Status& why) {
  const outbox::Event& event = attempt.event;
  Result result;
  MOTCUA_RETURN_IF_ERROR(
      pool_.Run(call, "inbox.bury", [&](db::Transaction& transaction) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(const KeyState state,
                                LockKey(transaction, CursorOf(event.key), BaseConsumer()));
        result = {.step = Step::kDuplicate, .cursor = state.cursor, .parked = state.parked};
        // The failed attempt had released its lock, so another replica may have acted in between.
        if (state.dead_letter.empty() &&
            WhoseTurn(state.cursor, PositionOf(event), attempt.predecessor) == Turn::kNext) {
          result.step = Step::kDeadLetter;
          WriteDeadLetter(transaction, options_.consumer, event,
                          attempt.message != nullptr ? *attempt.message
                                                     : outbox::ToMessage(options_.source, event),
                          why, Now());
          Unpark(transaction, options_.consumer, event);
        }
        return Commit(transaction);
      }));
  if (result.step == Step::kDeadLetter) {
    ToldOfDeadLetter();
  }
  return result;
}

absl::StatusOr<BaseInbox::Outcome> OrderedInbox::TakeEvent(const CallContext& call,
                                                           const outbox::Event& event,
                                                           const kafka::Message& message) {
  const Attempt attempt{.event = event, .message = &message};
  MOTCUA_ASSIGN_OR_RETURN(Result result, Try(call, attempt));
  if (result.step == Step::kBaseMissing && !result.parked) {
    CatchUpBase(call, event);
    MOTCUA_ASSIGN_OR_RETURN(result, Try(call, attempt));
  }
  switch (result.step) {
    case Step::kApplied:
    case Step::kSkipped:
      if (result.parked) {
        // DrainParked handles what can't be drained now; this event is done in either case.
        DrainKey(call, event.key).status().IgnoreError();
      }
      return Outcome{result.step == Step::kApplied ? Taken::kApplied : Taken::kSkippedUnknownType};
    case Step::kDuplicate:
      return Outcome{Taken::kDuplicate};
    case Step::kDeadLetter:
      return Outcome{Taken::kDeadLetter};
    case Step::kBehindDeadLetter:
    case Step::kBaseMissing:
    case Step::kNotYet:
      MOTCUA_RETURN_IF_ERROR(ParkEvent(call, event).status());
      return Outcome{Taken::kParked};
    case Step::kGap:
      break;
  }
  if (result.parked || !options_.pull) {
    // The history was pulled when the first event of the key was parked, and DrainParked pulls
    // again: one pull per key, not per event.
    MOTCUA_ASSIGN_OR_RETURN(const bool behind_parked, ParkEvent(call, event));
    return Outcome{Taken::kParked, !behind_parked};
  }
  return CloseGap(call, attempt, result.cursor);
}

absl::Status OrderedInbox::TakeTogether(const CallContext& call, db::Transaction& transaction,
                                        const Batch& batch,
                                        std::vector<std::optional<Outcome>>& outcomes,
                                        bool& reached) {
  std::set<std::string> keys;
  for (const Incoming* incoming : batch) {
    keys.insert(incoming->event.key);
  }
  MOTCUA_ASSIGN_OR_RETURN(auto states, LockKeys(transaction, options_.consumer, options_.source,
                                                {keys.begin(), keys.end()}, BaseConsumer()));
  std::vector<const outbox::Event*> apply;
  std::map<std::string, Position> moved;
  // Keys with an event that must be taken alone; later events of the key must wait for it.
  std::set<std::string> apart;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const outbox::Event& event = batch[i]->event;
    KeyState& state = states.at(event.key);
    if (apart.contains(event.key)) {
      continue;
    }
    const Turn turn = WhoseTurn(state.cursor, PositionOf(event), std::nullopt);
    if (turn == Turn::kDone) {
      outcomes[i] = Outcome{Taken::kDuplicate};
      continue;
    }
    const absl::StatusOr<Taken> sorted = Sort(event);
    if (turn != Turn::kNext || state.parked || !state.dead_letter.empty() || !sorted.ok() ||
        (options_.builds_on != nullptr && event.builds_on > state.base_sequence)) {
      apart.insert(event.key);
      continue;
    }
    if (*sorted == Taken::kApplied) {
      apply.push_back(&event);
    }
    outcomes[i] = Outcome{*sorted};
    state.cursor = moved[event.key] = PositionOf(event);
  }
  if (moved.empty()) {
    return absl::OkStatus();
  }
  MOTCUA_RETURN_IF_ERROR(HandleAll(call, transaction, std::move(apply), reached));
  AdvanceAll(transaction, options_.consumer, options_.source, moved);
  return absl::OkStatus();
}

absl::StatusOr<BaseInbox::Outcome> OrderedInbox::CloseGap(const CallContext& call,
                                                          const Attempt& attempt, Position cursor) {
  const outbox::Event& event = attempt.event;
  const absl::StatusOr<Walk> walk = FollowHistory(call, event.stream, event.key, cursor, &event);
  if (walk.ok() && walk->wanted.has_value()) {
    switch (*walk->wanted) {
      case Step::kApplied:
        return Outcome{Taken::kApplied, true};
      case Step::kSkipped:
        return Outcome{Taken::kSkippedUnknownType, true};
      case Step::kDuplicate:
        return Outcome{Taken::kDuplicate, true};
      case Step::kDeadLetter:
        return Outcome{Taken::kDeadLetter, true};
      case Step::kGap:
      case Step::kBaseMissing:
      case Step::kNotYet:
      case Step::kBehindDeadLetter:
        break;
    }
  }
  MOTCUA_RETURN_IF_ERROR(ParkEvent(call, event).status());
  return Outcome{Taken::kParked, true};
}

absl::StatusOr<OrderedInbox::Walk> OrderedInbox::FollowHistory(const CallContext& call,
                                                               const std::string& stream,
                                                               const std::string& key,
                                                               Position cursor,
                                                               const outbox::Event* wanted) {
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<Link> history,
                          ReadHistory(options_.pull, PullContext(call), stream, key, cursor,
                                      wanted == nullptr ? 0 : wanted->epoch));
  Walk walk;
  for (const Link& link : history) {
    MOTCUA_ASSIGN_OR_RETURN(const Result result,
                            TryOnBase(call, {.event = link.event,
                                             .origin = Origin::kHistory,
                                             .predecessor = link.predecessor}));
    const bool is_wanted = wanted != nullptr && link.event.event_id == wanted->event_id;
    if (is_wanted) {
      walk.wanted = result.step;
    }
    if (result.step == Step::kApplied || result.step == Step::kSkipped) {
      walk.applied += result.step == Step::kApplied ? 1 : 0;
      if (!is_wanted) {  // the caller counts that one
        Count({result.step == Step::kApplied ? Taken::kApplied : Taken::kSkippedUnknownType});
      }
    } else if (result.step != Step::kDuplicate) {
      if (result.step == Step::kDeadLetter && !is_wanted) {
        Count({Taken::kDeadLetter});
      }
      walk.blocked = result.step == Step::kDeadLetter || result.step == Step::kBehindDeadLetter;
      walk.not_yet = result.not_yet;
      break;
    }
  }
  return walk;
}

absl::StatusOr<bool> OrderedInbox::ParkEvent(const CallContext& call, const outbox::Event& event) {
  bool behind_parked = false;
  MOTCUA_RETURN_IF_ERROR(
      pool_.Run(call, "inbox.park", [&](db::Transaction& transaction) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(const KeyState state,
                                LockKey(transaction, CursorOf(event.key), BaseConsumer()));
        if (PositionOf(event) <= state.cursor) {
          return absl::OkStatus();  // another replica has applied it in the meantime
        }
        MOTCUA_ASSIGN_OR_RETURN(
            const ParkedAhead ahead,
            ReadParkedAhead(transaction, options_.consumer, event.key, PositionOf(event)));
        behind_parked = ahead.next_before;
        if (!options_.pull && ahead.of_key >= kMostParked) {
          return Error(absl::StatusCode::kResourceExhausted, "PARKED_FULL",
                       "too many events of this key are parked, and there is no history to pull",
                       {{"key", event.key}});
        }
        Park(transaction, options_.consumer, event, Now());
        return Commit(transaction);
      }));
  return behind_parked;
}

absl::StatusOr<OrderedInbox::Drained> OrderedInbox::DrainKey(const CallContext& call,
                                                             const std::string& key) {
  Drained drained;
  while (true) {
    MOTCUA_ASSIGN_OR_RETURN(const std::vector<outbox::Event> events,
                            ReadParked(pool_, call, options_.consumer, key));
    for (const outbox::Event& event : events) {
      MOTCUA_ASSIGN_OR_RETURN(const Result result,
                              TryOnBase(call, {.event = event, .origin = Origin::kParked}));
      switch (result.step) {
        case Step::kApplied:
          ++drained.applied;
          Count({Taken::kApplied});
          break;
        case Step::kSkipped:
          Count({Taken::kSkippedUnknownType});
          break;
        case Step::kDuplicate:
          break;
        case Step::kDeadLetter:
          Count({Taken::kDeadLetter});
          return drained;
        case Step::kNotYet:
          drained.not_yet = result.not_yet;
          return drained;
        case Step::kGap:
        case Step::kBaseMissing:
        case Step::kBehindDeadLetter:
          return drained;
      }
    }
    if (events.empty()) {
      return drained;
    }
  }
}

absl::StatusOr<OrderedInbox::Drained> OrderedInbox::DrainWithHistory(const CallContext& call,
                                                                     const std::string& stream,
                                                                     const std::string& key) {
  MOTCUA_ASSIGN_OR_RETURN(Drained drained, DrainKey(call, key));
  if (!drained.not_yet.ok() || !options_.pull) {
    return drained;
  }
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<outbox::Event> left,
                          ReadParked(pool_, call, options_.consumer, key));
  if (left.empty()) {
    return drained;
  }
  MOTCUA_ASSIGN_OR_RETURN(const Position cursor, ReadCursor(pool_, call, CursorOf(key)));
  // The last parked event has the highest epoch, which shows whether the owner was restored.
  MOTCUA_ASSIGN_OR_RETURN(const Walk walk, FollowHistory(call, stream, key, cursor, &left.back()));
  drained.applied += walk.applied;
  if (!walk.not_yet.ok()) {
    drained.not_yet = walk.not_yet;
    return drained;
  }
  MOTCUA_ASSIGN_OR_RETURN(const Drained rest, DrainKey(call, key));
  return Drained{.applied = drained.applied + rest.applied, .not_yet = rest.not_yet};
}

absl::StatusOr<std::vector<ParkedKey>> OrderedInbox::NextParkedKeys(const CallContext& call,
                                                                    int max_keys) {
  MOTCUA_ASSIGN_OR_RETURN(std::vector<ParkedKey> keys,
                          ReadParkedKeys(pool_, call, options_.consumer, drained_up_to_, max_keys));
  const int room = max_keys - static_cast<int>(keys.size());
  if (room > 0 && !drained_up_to_.empty()) {
    // Wraps around to the first keys.
    MOTCUA_ASSIGN_OR_RETURN(const std::vector<ParkedKey> first,
                            ReadParkedKeys(pool_, call, options_.consumer, "", room));
    for (const ParkedKey& parked : first) {
      if (std::none_of(keys.begin(), keys.end(),
                       [&](const ParkedKey& key) { return key.key == parked.key; })) {
        keys.push_back(parked);
      }
    }
  }
  return keys;
}

absl::StatusOr<int> OrderedInbox::DrainParked(const CallContext& call, int max_keys) {
  const std::lock_guard lock(drain_mutex_);
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<ParkedKey> keys, NextParkedKeys(call, max_keys));
  int applied = 0;
  absl::Status not_yet;
  for (const ParkedKey& parked : keys) {
    drained_up_to_ =
        parked.key;  // also after a failure, so that the next round begins with the others
    const absl::StatusOr<Drained> drained = DrainWithHistory(call, parked.stream, parked.key);
    if (!drained.ok()) {
      // The owner or the database is unavailable, most likely for the other keys too.
      return applied > 0 ? absl::StatusOr<int>(applied) : AsRetryable(drained.status());
    }
    applied += drained->applied;
    if (not_yet.ok()) {
      not_yet = drained->not_yet;
    }
  }
  return applied > 0 || not_yet.ok() ? absl::StatusOr<int>(applied) : not_yet;
}

absl::Status OrderedInbox::CatchUp(const CallContext& call, const std::string& stream,
                                   const std::string& key) {
  if (!options_.pull) {
    return Error(absl::StatusCode::kFailedPrecondition, "NO_HISTORY",
                 "this inbox has no history to pull from");
  }
  MOTCUA_ASSIGN_OR_RETURN(const Position cursor, ReadCursor(pool_, call, CursorOf(key)));
  MOTCUA_ASSIGN_OR_RETURN(const Walk walk, FollowHistory(call, stream, key, cursor, nullptr));
  if (walk.blocked) {
    return DeadLetterAhead(key);
  }
  MOTCUA_RETURN_IF_ERROR(walk.not_yet);
  MOTCUA_ASSIGN_OR_RETURN(const Drained drained, DrainKey(call, key));
  return drained.not_yet;
}

absl::StatusOr<int> OrderedInbox::RedriveEvent(const CallContext& call,
                                               const outbox::Event& event) {
  MOTCUA_ASSIGN_OR_RETURN(const Result result,
                          TryOnBase(call, {.event = event, .origin = Origin::kDeadLetter}));
  switch (result.step) {
    case Step::kApplied:
      Count({Taken::kApplied});
      break;
    case Step::kSkipped:
      Count({Taken::kSkippedUnknownType});
      break;
    case Step::kDuplicate:
    case Step::kDeadLetter:
      break;
    case Step::kGap:
    case Step::kBaseMissing:
    case Step::kNotYet:
    case Step::kBehindDeadLetter:
      return DeadLetterAhead(event.key);
  }
  const int applied = result.step == Step::kApplied ? 1 : 0;
  // The letter is done; DrainParked handles the events behind it that are not available now.
  const absl::StatusOr<Drained> behind = DrainWithHistory(call, event.stream, event.key);
  return applied + (behind.ok() ? behind->applied : 0);
}

}  // namespace motcua::inbox
