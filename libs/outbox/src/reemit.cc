#include "motcua/outbox/reemit.h"

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"

#include "event_row.h"

namespace motcua::outbox {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kKeyChunk = 1000;
/// Chunks of a time range per second, if each has an event.
constexpr int kChunksPerSecond = 10;
constexpr int kLargestChunk = 1000;
/// While this many rows wait for the broker, a time range adds none, so a live event has at most
/// these and one chunk before it.
constexpr int kMostWaiting = 1000;
/// Pause before the outbox is checked again.
constexpr milliseconds kBacklogPause{100};
/// Longer than any chunk has to wait: a longer pause was written by a clock that was ahead.
constexpr milliseconds kLongestPause{2000};
constexpr microseconds kFirstWindow = std::chrono::seconds(1);
constexpr microseconds kShortestWindow{1000};
constexpr microseconds kLongestWindow = std::chrono::hours(24 * 365);
/// The two numbers of the advisory lock; no other lock of the database uses them.
constexpr int kLockClass = 0x0e31;

// Reads only ids: the payloads stay in the database.
constexpr db::Statement kReadKeyChunk{"read_reemit_key_chunk", R"sql(
  SELECT event_id, key, sequence, occurred_at FROM event_history
  WHERE stream = $1 AND key = $2 AND sequence > $3 ORDER BY sequence LIMIT $4
)sql"};
// The two plain conditions on occurred_at are for the block-range index, the row comparison
// continues after the last chunk. Equal times are ordered by sequence, so a key stays in order.
constexpr db::Statement kReadTimeChunk{"read_reemit_time_chunk", R"sql(
  SELECT event_id, key, sequence, occurred_at FROM event_history
  WHERE stream = $1 AND occurred_at >= $2 AND occurred_at < $3
    AND (occurred_at, key, sequence) > ($2, $4, $5)
  ORDER BY occurred_at, key, sequence LIMIT $6
)sql"};
// An outbox id must not be drawn before the transaction has an id (low_water.h).
constexpr db::Statement kTakeTransactionId{"take_transaction_id", "SELECT pg_current_xact_id()"};

// One chunk at a time in the whole database, because the rate applies to the program, not to a
// replica.
constexpr db::Statement kLock{"lock_reemissions", "SELECT pg_advisory_xact_lock($1, 0)"};
constexpr db::Statement kBegin{"begin_reemission", R"sql(
  INSERT INTO reemissions (stream, range_from, range_to, reached_at, reached_key, reached_sequence,
    events, finished, asked_by, next_at)
  VALUES ($1, $2, $3, $2, '', 0, 0, false, $4, '-infinity')
  ON CONFLICT (stream, range_from, range_to) DO UPDATE
    SET reached_at = $2, reached_key = '', reached_sequence = 0, events = 0, finished = false
    WHERE reemissions.finished AND (reemissions.asked_by <> $4 OR $4 = '')
)sql"};
constexpr db::Statement kReadState{"read_reemission", R"sql(
  SELECT reached_at, reached_key, reached_sequence, events, finished, (
      SELECT coalesce(ceil(extract(epoch FROM max(next_at) - clock_timestamp()) * 1000), 0)::bigint
      FROM reemissions WHERE isfinite(next_at)) AS pause_ms,
    (SELECT count(*) FROM (SELECT FROM outbox_events LIMIT $4) AS first) AS waiting
  FROM reemissions WHERE stream = $1 AND range_from = $2 AND range_to = $3
)sql"};
constexpr db::Statement kSaveState{"save_reemission", R"sql(
  UPDATE reemissions SET reached_at = $4, reached_key = $5, reached_sequence = $6,
    events = events + $7::bigint, finished = $8, asked_by = $9,
    next_at = CASE $7::bigint WHEN 0 THEN next_at
      ELSE clock_timestamp() + make_interval(secs => $7::bigint::double precision / $10::integer)
      END
  WHERE stream = $1 AND range_from = $2 AND range_to = $3
)sql"};

// Where a chunk ended.
struct Place {
  Instant occurred_at{};
  std::string key;
  std::int64_t sequence = 0;
};

std::vector<Event> ReadIds(const db::Result& rows) {
  std::vector<Event> events;
  for (const db::Row row : rows) {
    events.push_back({.event_id = row.Text("event_id"),
                      .key = row.Text("key"),
                      .sequence = row.Int("sequence"),
                      .occurred_at = row.Time("occurred_at")});
  }
  return events;
}

absl::Status RangeInvalid(std::string_view message) {
  return Error(absl::StatusCode::kInvalidArgument, "REEMIT_RANGE_INVALID", message);
}

/// The re-emission of one time range, over many transactions.
class RangeReEmission {
 public:
  RangeReEmission(db::Pool& pool, const CallContext& call, const TimeRange& range, int rate)
      : pool_(pool),
        call_(call),
        range_(range),
        rate_(rate),
        chunk_(std::clamp(rate / kChunksPerSecond, 1, kLargestChunk)) {}

  absl::StatusOr<ReEmitted> Run(steady_clock::time_point until);

 private:
  struct State {
    Place reached;
    ReEmitted emitted;
    /// Pause before more may be put into the outbox.
    milliseconds pause{0};
  };

  db::Params Range() const {
    return db::Params().Text(range_.stream).Time(range_.from).Time(range_.to);
  }
  /// One transaction: emits a chunk, skips an empty window, or does nothing when it must pause.
  absl::StatusOr<State> Step();
  absl::StatusOr<State> ReadState(db::Transaction& transaction) const;
  /// Puts the next chunk into the outbox and updates `state`.
  absl::Status EmitChunk(db::Transaction& transaction, State& state);

  db::Pool& pool_;
  const CallContext& call_;
  const TimeRange& range_;
  const int rate_;
  const int chunk_;
  /// Windows of time, because a block-range index provides no order: one query over a year would
  /// sort the year for each chunk. Windows grow while they are empty and shrink when they overflow.
  microseconds window_ = kFirstWindow;
  bool begun_ = false;
};

absl::StatusOr<ReEmitted> RangeReEmission::Run(steady_clock::time_point until) {
  while (true) {
    MOTCUA_ASSIGN_OR_RETURN(const State state, Step());
    begun_ = true;
    if (state.emitted.finished || steady_clock::now() + state.pause >= until) {
      return state.emitted;
    }
    std::this_thread::sleep_for(state.pause);
  }
}

absl::StatusOr<RangeReEmission::State> RangeReEmission::Step() {
  State state;
  const microseconds window = window_;
  MOTCUA_RETURN_IF_ERROR(
      pool_.Run(call_, "reemit_range", [&](db::Transaction& transaction) -> absl::Status {
        window_ = window;
        MOTCUA_ASSIGN_OR_RETURN(state, ReadState(transaction));
        return state.emitted.finished || state.pause.count() > 0 ? absl::OkStatus()
                                                                 : EmitChunk(transaction, state);
      }));
  return state;
}

absl::StatusOr<RangeReEmission::State> RangeReEmission::ReadState(
    db::Transaction& transaction) const {
  std::vector<db::Query> queries = {{.statement = kLock, .params = db::Params().Int(kLockClass)}};
  if (!begun_) {
    queries.push_back({.statement = kBegin, .params = Range().Text(call_.idempotency_key)});
  }
  queries.push_back({.statement = kReadState, .params = Range().Int(kMostWaiting)});
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<db::Result> results,
                          transaction.ReadAll(std::move(queries)));
  const db::Row row = results.back()[0];
  State state{.reached = {.occurred_at = row.Time("reached_at"),
                          .key = row.Text("reached_key"),
                          .sequence = row.Int("reached_sequence")},
              .emitted = {.events = row.Int("events"), .finished = row.Bool("finished")}};
  if (row.Int("waiting") >= kMostWaiting) {
    state.pause = kBacklogPause;
  } else if (const milliseconds pause{row.Int("pause_ms")};
             pause.count() > 0 && pause <= kLongestPause) {
    state.pause = pause;
  }
  return state;
}

absl::Status RangeReEmission::EmitChunk(db::Transaction& transaction, State& state) {
  Place& reached = state.reached;
  const Instant window_to =
      range_.to - reached.occurred_at > window_ ? reached.occurred_at + window_ : range_.to;
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<db::Result> results,
                          transaction.ReadAll({{.statement = kTakeTransactionId, .params = {}},
                                               {.statement = kReadTimeChunk,
                                                .params = db::Params()
                                                              .Text(range_.stream)
                                                              .Time(reached.occurred_at)
                                                              .Time(window_to)
                                                              .Text(reached.key)
                                                              .Int(reached.sequence)
                                                              .Int(chunk_)}}));
  const std::vector<Event> events = ReadIds(results.back());
  if (static_cast<int>(events.size()) == chunk_) {
    reached = {.occurred_at = events.back().occurred_at,
               .key = events.back().key,
               .sequence = events.back().sequence};
    window_ = std::max(window_ / 2, kShortestWindow);
  } else {
    reached = {.occurred_at = window_to, .key = "", .sequence = 0};
    state.emitted.finished = window_to == range_.to;
    if (static_cast<int>(events.size()) < chunk_ / 2 || events.empty()) {
      window_ = std::min(window_ * 2, kLongestWindow);
    }
  }
  const auto emitted = static_cast<std::int64_t>(events.size());
  state.emitted.events += emitted;
  if (emitted > 0) {
    transaction.Write(ToOutbox(events));
    state.pause = milliseconds(1000 * emitted / rate_);
  }
  transaction.Write({.statement = kSaveState,
                     .params = Range()
                                   .Time(reached.occurred_at)
                                   .Text(reached.key)
                                   .Int(reached.sequence)
                                   .Int(emitted)
                                   .Bool(state.emitted.finished)
                                   .Text(call_.idempotency_key)
                                   .Int(rate_)});
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::int64_t> ReEmitKey(db::Pool& pool, const CallContext& call,
                                       const std::string& stream, const std::string& key) {
  if (stream.empty() || key.empty()) {
    return RangeInvalid("give a stream and a key");
  }
  std::int64_t emitted = 0;
  std::int64_t last_sequence = 0;
  std::size_t rows = 0;
  do {
    std::vector<Event> events;
    MOTCUA_RETURN_IF_ERROR(
        pool.Run(call, "reemit_key", [&](db::Transaction& transaction) -> absl::Status {
          MOTCUA_ASSIGN_OR_RETURN(
              const std::vector<db::Result> results,
              transaction.ReadAll(
                  {{.statement = kTakeTransactionId, .params = {}},
                   {.statement = kReadKeyChunk,
                    .params =
                        db::Params().Text(stream).Text(key).Int(last_sequence).Int(kKeyChunk)}}));
          events = ReadIds(results.back());
          if (!events.empty()) {
            transaction.Write(ToOutbox(events));
          }
          return absl::OkStatus();
        }));
    rows = events.size();
    emitted += static_cast<std::int64_t>(rows);
    last_sequence = events.empty() ? last_sequence : events.back().sequence;
  } while (rows == kKeyChunk);
  return emitted;
}

absl::StatusOr<ReEmitted> ReEmitRange(db::Pool& pool, const CallContext& call,
                                      const TimeRange& range, int events_per_second,
                                      steady_clock::time_point until) {
  if (range.stream.empty() || range.from >= range.to || events_per_second < 1) {
    return RangeInvalid("give a stream, a time range that ends after it begins, and a rate");
  }
  return RangeReEmission(pool, call, range, events_per_second).Run(until);
}

}  // namespace motcua::outbox
