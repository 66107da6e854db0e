#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "motcua/base/call_context.h"
#include "motcua/base/clock.h"
#include "motcua/base/error.h"
#include "motcua/base/failpoint.h"
#include "motcua/base/guarded.h"
#include "motcua/base/status_macros.h"
#include "motcua/base/uuid.h"
#include "motcua/command/answers.h"
#include "motcua/command/audit.h"
#include "motcua/command/batcher.h"
#include "motcua/command/header.h"
#include "motcua/command/key.h"
#include "motcua/db/pool.h"
#include "motcua/outbox/event_log.h"
#include "motcua/runtime/executor.h"

namespace motcua::command {

// A `Model` names the types of one kind of aggregate:
//
// - `Aggregate`: has id, revision and last_occurred_at.
// - `Request`: the request of a command without its header.
// - `Decision`: the result besides the changed aggregate.
// - `Surroundings`: what else was read, such as the rules in force.

/// One call of a command.
template <typename Model>
struct Command {
  CallContext call;
  std::string method;
  /// Sha256Hex of the request's content. Empty for work of the program itself, such as
  /// re-dating by a new calendar: it has no key, no expected revision and no answer.
  std::string request_hash;
  Header header;
  typename Model::Request request;
  /// Makes the answer's bytes; they are stored, and a repeated command gets the same bytes.
  std::function<std::string(const typename Model::Aggregate&, const typename Model::Decision&)>
      encode;

  bool by_program() const { return request_hash.empty(); }
};

/// What one command changed.
template <typename Model>
struct Change {
  const Command<Model>* command = nullptr;
  /// Empty for a new aggregate.
  std::optional<typename Model::Aggregate> before;
  typename Model::Aggregate after;
  typename Model::Decision decision;
  std::string event_id;
};

/// What the first round trip of a batch returned.
template <typename Model>
struct Opening {
  /// Each aggregate once, even if several commands are about it.
  std::vector<typename Model::Aggregate> aggregates;
  /// Per command: its index in `aggregates`. Empty when it does not exist or is locked by another
  /// transaction.
  std::vector<std::optional<std::size_t>> places;
  typename Model::Surroundings around;
};

/// Computes Opening::places: `names_of(aggregate)` is the range of names of an aggregate,
/// `name_of(subject)` the name a command refers to.
template <typename Model, typename NamesOf, typename NameOf>
std::vector<std::optional<std::size_t>> PlacesOf(
    const std::vector<const Command<Model>*>& commands,
    const std::vector<typename Model::Aggregate>& aggregates, const NamesOf& names_of,
    const NameOf& name_of) {
  std::map<std::string, std::size_t, std::less<>> known;
  for (std::size_t i = 0; i < aggregates.size(); ++i) {
    for (const auto& name : names_of(aggregates[i])) {
      known.emplace(name, i);
    }
  }
  std::vector<std::optional<std::size_t>> places;
  for (const Command<Model>* command : commands) {
    const auto found = known.find(name_of(command->header.subject));
    places.push_back(found == known.end() ? std::nullopt : std::optional(found->second));
  }
  return places;
}

/// The effect of a batch on one aggregate: before the first change and after the last one.
template <typename Model>
struct Written {
  /// Null for a new aggregate.
  const typename Model::Aggregate* before = nullptr;
  const typename Model::Aggregate* after = nullptr;
};

/// What a program defines for the commands on one kind of aggregate. Called from several threads at
/// once.
template <typename Model>
class Handler {
 public:
  using Aggregate = typename Model::Aggregate;
  using Surroundings = typename Model::Surroundings;
  using Commands = std::vector<const Command<Model>*>;

  virtual ~Handler() = default;

  /// Checks that need only the command itself; called after the look-up by key. Commands of people
  /// only.
  virtual absl::Status Check(const Command<Model>& command) const {
    return CheckHeader(command.header);
  }

  /// The statements that lock and read what the commands are about, in order of ids; with `wait`
  /// false, locked rows are skipped (SKIP LOCKED).
  virtual std::vector<db::Query> Open(const Commands& commands, bool wait) const = 0;
  /// Reads their results; `transaction` is for what is not in a cache.
  virtual absl::StatusOr<Opening<Model>> Read(const Commands& commands,
                                              const std::vector<db::Result>& results,
                                              db::Transaction& transaction) const = 0;

  /// The decision: a pure function of the command, the aggregate (empty if new) and its
  /// surroundings. Changes `aggregate`, including its id, revision and sequence, or refuses; after
  /// a refusal the changes are discarded.
  virtual absl::StatusOr<typename Model::Decision> Decide(const Command<Model>& command,
                                                          const Surroundings& around,
                                                          Aggregate& aggregate,
                                                          Instant now) const = 0;
  /// Gives new aggregates their serial and code, before events and answers are made. Serials drawn
  /// by a failed transaction are lost, so serials have gaps.
  virtual absl::Status Number(std::vector<Change<Model>>&) const { return absl::OkStatus(); }

  /// The event of a change; empty when only state is stored.
  virtual std::optional<outbox::Event> EventOf(const Change<Model>& change) const = 0;
  /// Queues the state of the aggregates, and other rows of the changes besides event and audit.
  virtual void Write(db::Transaction& transaction, const std::vector<Written<Model>>& aggregates,
                     const std::vector<Change<Model>>& changes) const = 0;

  /// The refusal of a command about an aggregate that does not exist here.
  virtual absl::Status Unknown() const = 0;
  /// Fetches it from another program; may block. OK: read again.
  virtual absl::Status Fetch(const CallContext&, const std::string& subject) const {
    static_cast<void>(subject);
    return Unknown();
  }
  /// Whether this program still owns the aggregate; checked before the revision, which the new
  /// owner may have raised. Commands of people only.
  virtual absl::Status CheckOwned(const Aggregate&) const { return absl::OkStatus(); }
  /// Metadata of STALE_REVISION in addition to the revision.
  virtual ErrorMetadata SeenInstead(const Aggregate&) const { return {}; }
  /// The reason for the audit row; must not hold personal data.
  virtual std::string AuditReason(const Command<Model>& command) const {
    return command.header.reason;
  }
};

/// Resources of the program that its frames use. Must outlive them.
struct Resources {
  Batcher& batcher;
  /// Connections of the batcher's lanes, one each (db::Connection::Options::set_wise).
  db::Pool& lane_pool;
  /// Runs commands that wait for a lock or for another program, on connections of `pool`, so that a
  /// lane never waits.
  runtime::Executor& executor;
  db::Pool& pool;
  const Clock& clock;
  IdGenerator& ids;
  /// Wakes the outbox publisher.
  std::function<void()> on_commit;
};

/// The only way a command changes state (design rules 1 and 1a): client key and replay, header,
/// revision, decision, then state, history, audit, outbox and answer in one transaction. Commands
/// that wait at the same time share a transaction; each keeps its own decision, revision, answer
/// and key, and a refused or failing command does not affect the others. Commands on the same
/// aggregate in one batch are decided one after the other.
///
/// The commands of a batch that the database refuses are repeated one by one. If the connection is
/// lost during COMMIT, each command looks up its key on another connection: an answer found is
/// returned; otherwise UNAVAILABLE / COMMIT_UNKNOWN, and the caller repeats the command with the
/// same key. Thread-safe.
///
/// Errors in addition to those of the decision: INVALID_ARGUMENT / IDEMPOTENCY_KEY_MISSING,
/// IDEMPOTENCY_KEY_INVALID, ACTOR_INVALID, REASON_TOO_LONG, TEXT_INVALID, REVISION_MISSING;
/// ALREADY_EXISTS / IDEMPOTENCY_KEY_REUSED; ABORTED / STALE_REVISION; Handler::Unknown;
/// DEADLINE_EXCEEDED / DEADLINE_PASSED; RESOURCE_EXHAUSTED / OVERLOADED; those of db::Pool::Run.
template <typename Model>
class Frame final : public Batcher::Kind {
 public:
  using Aggregate = typename Model::Aggregate;
  using Done = std::function<void(absl::StatusOr<std::string>)>;

  Frame(const Resources& resources, const Handler<Model>& handler)
      : resources_(resources), handler_(handler) {}

  /// Calls `done` with the answer's bytes or the refusal, exactly once, from any thread;
  /// UNAVAILABLE / STOPPING when the program stops first.
  void Submit(Command<Model> command, Done done) {
    if (const absl::Status status = CheckKey(command.call); !status.ok()) {
      done(status);
      return;
    }
    auto member = std::make_unique<Member>();
    member->key = KeyOf(command);
    member->command = std::move(command);
    member->done = std::move(done);
    // Two calls with one key must be in one line: they are about the same aggregate, or a new one.
    std::string line = member->command.header.subject;
    if (line.empty()) {
      line = member->key.caller + '\n' + member->key.method + '\n' + member->key.key;
    }
    if (std::unique_ptr<Batcher::Item> refused =
            resources_.batcher.Submit(*this, line, std::move(member));
        refused != nullptr) {
      static_cast<Member&>(*refused).Answer(Overloaded());
    }
  }

  /// The same for a caller that may block. A thread of the executor may call it only for a command
  /// that creates an aggregate: a command that waits for a lock needs a thread of the executor
  /// itself.
  absl::StatusOr<std::string> Run(Command<Model> command) {
    const auto promise = std::make_shared<std::promise<absl::StatusOr<std::string>>>();
    auto answer = promise->get_future();
    Submit(std::move(command), [promise](absl::StatusOr<std::string> outcome) {
      promise->set_value(std::move(outcome));
    });
    return answer.get();
  }

  /// The same, immediately in the caller's thread and in a separate transaction: for a command that
  /// is too large for a batch, or that holds locks others wait for.
  absl::StatusOr<std::string> RunAlone(Command<Model> command) const {
    MOTCUA_RETURN_IF_ERROR(CheckKey(command.call));
    absl::StatusOr<std::string> outcome = Stopping();
    Member member;
    member.key = KeyOf(command);
    member.command = std::move(command);
    member.done = [&outcome](absl::StatusOr<std::string> answer) { outcome = std::move(answer); };
    RunAside(member);
    return outcome;
  }

  /// The stored answer to an earlier command with this key, for a caller that must ask other
  /// programs before it can submit. Errors: IDEMPOTENCY_KEY_MISSING, _INVALID, _REUSED.
  absl::StatusOr<std::optional<std::string>> Replay(const Command<Model>& command) const {
    MOTCUA_RETURN_IF_ERROR(CheckKey(command.call));
    const Key key = KeyOf(command);
    MOTCUA_ASSIGN_OR_RETURN(const db::Pool::Lease lease, resources_.pool.Acquire(command.call));
    MOTCUA_ASSIGN_OR_RETURN(const db::Result found, lease->Execute(FindAnswers({&key})));
    const std::optional<Answer> answer = ReadAnswers(found, 1)[0];
    if (!answer.has_value()) {
      return std::nullopt;
    }
    return ResponseTo(key, *answer);
  }

  /// Commands of the program itself, immediately in the caller's thread, in transactions that begin
  /// with `fence` (ShardLock::CheckFence). Returns the outcome per command; ABORTED / FENCED for
  /// all of them when another replica holds the shard.
  std::vector<absl::Status> RunFenced(const std::vector<Command<Model>>& commands,
                                      const db::Query& fence) {
    if (commands.empty()) {
      return {};
    }
    std::vector<Member> members(commands.size());
    Members all;
    for (std::size_t i = 0; i < commands.size(); ++i) {
      members[i].command = commands[i];
      all.push_back(&members[i]);
    }
    Outcomes outcomes;
    const absl::Status together = Attempt(all, {.wait = true, .fence = &fence}, outcomes);
    const bool apart = !together.ok() && all.size() > 1 && Reason(together) != "FENCED" &&
                       together.code() != absl::StatusCode::kUnavailable;
    std::vector<absl::Status> ended(all.size(), together);
    for (std::size_t i = 0; i < all.size() && (apart || together.ok()); ++i) {
      if (together.ok()) {
        ended[i] = outcomes[i].missing ? handler_.Unknown() : outcomes[i].status;
        continue;
      }
      Outcomes own;
      ended[i] = Attempt({all[i]}, {.wait = true, .fence = &fence}, own);
      if (ended[i].ok()) {
        ended[i] = own[0].missing ? handler_.Unknown() : own[0].status;
      }
    }
    return ended;
  }

 private:
  struct Member : Batcher::Item {
    Member() = default;
    ~Member() override {
      if (done) {
        Answer(Stopping());
      }
    }
    void Answer(absl::StatusOr<std::string> answer) {
      std::exchange(done, nullptr)(std::move(answer));
    }

    Command<Model> command;
    Key key;
    Done done;
  };
  using Members = std::vector<Member*>;

  /// The outcome of a member in an attempt.
  struct Outcome {
    /// Does not exist here, or is locked by another transaction.
    bool missing = false;
    absl::Status status;
    std::string answer;
  };
  using Outcomes = std::vector<Outcome>;

  struct Manner {
    /// Waits for locks; such an attempt uses `pool`, not the lanes' connections.
    bool wait = false;
    const db::Query* fence = nullptr;
  };

  static Key KeyOf(const Command<Model>& command) {
    return {.caller = command.call.caller,
            .method = command.method,
            .key = command.call.idempotency_key,
            .request_hash = command.request_hash};
  }

  static absl::Status Overloaded() {
    return Error(absl::StatusCode::kResourceExhausted, "OVERLOADED",
                 "too many commands are waiting; try again later");
  }
  static absl::Status Stopping() {
    return Error(absl::StatusCode::kUnavailable, "STOPPING",
                 "the program is stopping; try again to reach another replica");
  }
  static absl::Status DeadlinePassed() {
    return Error(absl::StatusCode::kDeadlineExceeded, "DEADLINE_PASSED",
                 "the deadline passed before the call was started");
  }
  static bool Expired(const Member& member) {
    return std::chrono::steady_clock::now() >= member.command.call.deadline;
  }

  void Run(Batcher::Batch batch) override {
    std::vector<std::unique_ptr<Member>> owned;
    Members members;
    for (std::unique_ptr<Batcher::Item>& item : batch) {
      owned.emplace_back(static_cast<Member*>(item.release()));
      members.push_back(owned.back().get());
    }
    Outcomes outcomes;
    const absl::Status status = Attempt(members, {}, outcomes);
    MOTCUA_FAILPOINT("command.before_answers");
    // A database error of the batch does not refuse its members: each is tried alone.
    const bool apart =
        !status.ok() && members.size() > 1 && status.code() != absl::StatusCode::kUnavailable;
    if (!status.ok() && !apart) {
      AnswerFailure(members, status);
      return;
    }
    for (std::size_t i = 0; i < owned.size(); ++i) {
      if (apart) {
        Outcomes own;
        if (const absl::Status alone = Attempt({members[i]}, {}, own); !alone.ok()) {
          AnswerFailure({members[i]}, alone);
          continue;
        }
        outcomes.resize(owned.size());
        outcomes[i] = std::move(own[0]);
      }
      if (outcomes[i].missing) {
        GoAside(std::move(owned[i]));
      } else {
        Finish(*members[i], outcomes[i]);
      }
    }
  }

  void Finish(Member& member, Outcome& outcome) const {
    if (outcome.missing) {
      member.Answer(handler_.Unknown());
    } else if (!outcome.status.ok()) {
      member.Answer(outcome.status);
    } else {
      member.Answer(std::move(outcome.answer));
    }
  }

  /// Leaves the lane, because it may have to wait for a lock or for another program.
  void GoAside(std::unique_ptr<Member> member) {
    const std::shared_ptr<Member> shared = std::move(member);
    if (!resources_.executor.TrySubmit([this, shared] { RunAside(*shared); }) && shared->done) {
      shared->Answer(Overloaded());
    }
  }

  void RunAside(Member& member) const {
    Outcomes outcomes;
    absl::Status status = Attempt({&member}, {.wait = true}, outcomes);
    if (status.ok() && outcomes[0].missing) {
      const absl::Status fetched = RunGuarded(
          [&] { return handler_.Fetch(member.command.call, member.command.header.subject); });
      if (!fetched.ok()) {
        member.Answer(fetched);
        return;
      }
      status = Attempt({&member}, {.wait = true}, outcomes);
    }
    if (status.ok()) {
      Finish(member, outcomes[0]);
    } else {
      AnswerFailure({&member}, status);
    }
  }

  /// After a failed transaction. If it is unknown whether it was committed, members whose key has
  /// an answer get that answer.
  void AnswerFailure(const Members& members, const absl::Status& status) const {
    std::vector<std::optional<Answer>> answers(members.size());
    if (Reason(status) == "COMMIT_UNKNOWN") {
      answers = FindCommittedAnswers(resources_.pool, KeysOf(members));
    }
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (answers[i].has_value()) {
        members[i]->Answer(ResponseTo(members[i]->key, *answers[i]));
      } else {
        members[i]->Answer(status);
      }
    }
  }

  static std::vector<const Key*> KeysOf(const Members& members) {
    std::vector<const Key*> keys;
    for (const Member* member : members) {
      keys.push_back(&member->key);
    }
    return keys;
  }

  /// One transaction. OK: `outcomes` has the outcome of each member; otherwise nothing was changed,
  /// or COMMIT_UNKNOWN.
  absl::Status Attempt(const Members& members, const Manner& manner, Outcomes& outcomes) const {
    const bool alone = members.size() == 1;
    CallContext call = members[0]->command.call;
    for (const Member* member : members) {
      call.deadline = std::max(call.deadline, member->command.call.deadline);
    }
    db::Pool& pool = manner.wait ? resources_.pool : resources_.lane_pool;
    return RunGuarded([&] {
      return pool.Run(call, alone ? members[0]->command.method : "command_batch",
                      [&](db::Transaction& transaction) -> absl::Status {
                        outcomes.assign(members.size(), {});
                        if (manner.fence != nullptr) {
                          transaction.Write(*manner.fence);
                        }
                        return Body(members, manner.wait, transaction, outcomes);
                      });
    });
  }

  absl::Status Body(const Members& members, bool wait, db::Transaction& transaction,
                    Outcomes& outcomes) const {
    typename Handler<Model>::Commands commands;
    for (const Member* member : members) {
      commands.push_back(&member->command);
    }
    // Answers are looked up after locking: a command that waited for a lock then sees the answer of
    // the one that held it.
    std::vector<db::Query> queries = handler_.Open(commands, wait);
    const bool keyed = !commands.front()->by_program();
    if (keyed) {
      queries.push_back(FindAnswers(KeysOf(members)));
    }
    MOTCUA_FAILPOINT("command.before_lock");
    MOTCUA_ASSIGN_OR_RETURN(std::vector<db::Result> results,
                            transaction.ReadAll(std::move(queries)));
    std::vector<std::optional<Answer>> answers(members.size());
    if (keyed) {
      answers = ReadAnswers(results.back(), members.size());
      results.pop_back();
    }
    MOTCUA_ASSIGN_OR_RETURN(Opening<Model> opening, handler_.Read(commands, results, transaction));

    Decided decided;
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (answers[i].has_value()) {
        absl::StatusOr<std::string> replay = ResponseTo(members[i]->key, *answers[i]);
        outcomes[i].status = replay.status();
        outcomes[i].answer = std::move(replay).value_or("");
      } else {
        outcomes[i] = DecideOne(*members[i], i, opening, decided);
      }
    }
    MOTCUA_FAILPOINT("command.after_decision");
    if (decided.changes.empty()) {
      return absl::OkStatus();
    }
    MOTCUA_RETURN_IF_ERROR(handler_.Number(decided.changes));
    for (std::size_t i = 0; i < decided.changes.size(); ++i) {
      const Change<Model>& change = decided.changes[i];
      if (change.command->encode) {
        outcomes[decided.member_of[i]].answer =
            change.command->encode(change.after, change.decision);
      }
    }
    for (const auto& [member, first] : decided.copies) {
      outcomes[member] = outcomes[first];
    }
    Record(members, keyed, decided, outcomes, transaction);
    return absl::OkStatus();
  }

  /// The decisions of one attempt, in the order in which they were made.
  struct Decided {
    std::vector<Change<Model>> changes;
    /// Per change: its member.
    std::vector<std::size_t> member_of;
    /// Per caller, method and key: the member decided with it.
    std::map<std::tuple<std::string, std::string, std::string>, std::size_t> by_key;
    /// Members with the key of another member, and that member, whose answer they get.
    std::vector<std::pair<std::size_t, std::size_t>> copies;
    /// Per change: the index of its aggregate in Opening::aggregates.
    std::vector<std::optional<std::size_t>> places;
  };

  /// Each aggregate once.
  static std::vector<Written<Model>> WrittenBy(const Decided& decided) {
    std::vector<Written<Model>> written;
    std::map<std::size_t, std::size_t> at;
    for (std::size_t i = 0; i < decided.changes.size(); ++i) {
      const Change<Model>& change = decided.changes[i];
      if (const std::optional<std::size_t> place = decided.places[i]; place.has_value()) {
        const auto [known, first] = at.try_emplace(*place, written.size());
        if (!first) {
          written[known->second].after = &change.after;
          continue;
        }
      }
      written.push_back({.before = change.before.has_value() ? &*change.before : nullptr,
                         .after = &change.after});
    }
    return written;
  }

  Outcome DecideOne(const Member& member, std::size_t number, Opening<Model>& opening,
                    Decided& decided) const {
    const Command<Model>& command = member.command;
    if (Expired(member)) {
      return {.status = DeadlinePassed()};
    }
    const std::tuple key(member.key.caller, member.key.method, member.key.key);
    if (!command.by_program()) {
      if (const auto same = decided.by_key.find(key); same != decided.by_key.end()) {
        const std::size_t decided_member = decided.member_of[same->second];
        if (decided.changes[same->second].command->request_hash != command.request_hash) {
          return {.status = KeyReused()};
        }
        decided.copies.emplace_back(number, decided_member);
        return {};
      }
      if (const absl::Status status = handler_.Check(command); !status.ok()) {
        return {.status = status};
      }
    }
    const std::optional<std::size_t> place = opening.places[number];
    if (!command.header.subject.empty() && !place.has_value()) {
      return {.missing = true};
    }
    absl::StatusOr<Change<Model>> change =
        Decide(command, opening.around, place.has_value() ? &opening.aggregates[*place] : nullptr);
    if (!change.ok()) {
      return {.status = change.status()};
    }
    if (place.has_value()) {
      opening.aggregates[*place] = change->after;
    }
    decided.places.push_back(place);
    decided.by_key.emplace(key, decided.changes.size());
    decided.member_of.push_back(number);
    decided.changes.push_back(*std::move(change));
    return {};
  }

  absl::StatusOr<Change<Model>> Decide(const Command<Model>& command,
                                       const typename Model::Surroundings& around,
                                       const Aggregate* aggregate) const {
    Change<Model> change{.command = &command};
    Instant now = resources_.clock.Now();
    if (aggregate != nullptr) {
      change.before = *aggregate;
      change.after = *aggregate;
      // Clocks of replicas differ; the time of an aggregate must not go backwards (design rule 11).
      now = std::max(now, aggregate->last_occurred_at);
      if (!command.by_program()) {
        MOTCUA_RETURN_IF_ERROR(handler_.CheckOwned(*aggregate));
        MOTCUA_RETURN_IF_ERROR(
            CheckRevision(command.header, aggregate->revision, handler_.SeenInstead(*aggregate)));
      }
    }
    MOTCUA_ASSIGN_OR_RETURN(change.decision, handler_.Decide(command, around, change.after, now));
    change.event_id = resources_.ids.NewId();
    return change;
  }

  // State first, outbox last (R1.1).
  void Record(const Members& members, bool keyed, const Decided& decided, const Outcomes& outcomes,
              db::Transaction& transaction) const {
    handler_.Write(transaction, WrittenBy(decided), decided.changes);
    std::vector<AuditRow> audit;
    std::vector<outbox::Event> events;
    for (const Change<Model>& change : decided.changes) {
      std::optional<outbox::Event> event = handler_.EventOf(change);
      if (!event.has_value()) {
        continue;
      }
      const Command<Model>& command = *change.command;
      audit.push_back({.caller = command.call.caller,
                       .method = command.method,
                       .actor = command.header.actor,
                       .subject = change.after.id,
                       .revision_before = change.before.has_value() ? change.before->revision : 0,
                       .revision_after = change.after.revision,
                       .reason = handler_.AuditReason(command),
                       .legal_ground = command.header.legal_ground,
                       .event_id = change.event_id,
                       .traceparent = command.call.traceparent});
      events.push_back(*std::move(event));
    }
    AppendAudit(transaction, audit);
    outbox::Append(transaction, events);
    if (keyed) {
      std::vector<const Key*> keys;
      std::vector<const std::string*> responses;
      for (const std::size_t member : decided.member_of) {
        keys.push_back(&members[member]->key);
        responses.push_back(&outcomes[member].answer);
      }
      RememberAnswers(transaction, keys, responses);
    }
    if (resources_.on_commit) {
      transaction.AfterCommit(resources_.on_commit);
    }
  }

  const Resources resources_;
  const Handler<Model>& handler_;
};

}  // namespace motcua::command
