#include <algorithm>
#include <string>
#include <vector>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/outbox/event_log.h"

#include "event_row.h"

namespace motcua::outbox {
namespace {

using std::chrono::microseconds;

constexpr int kChunk = 1000;

// The bytes stay where they are: a chunk is known by its ids.
constexpr db::Statement kReadKeyChunk{"read_reemit_key_chunk", R"sql(
  SELECT event_id, key, sequence, occurred_at FROM event_history
  WHERE stream = $1 AND key = $2 AND sequence > $3 ORDER BY sequence LIMIT $4
)sql"};
// The two plain conditions on occurred_at are for the block-range index, the row comparison is the
// place where the last chunk ended. Ties of time go by sequence, so a key stays in order.
constexpr db::Statement kReadTimeChunk{"read_reemit_time_chunk", R"sql(
  SELECT event_id, key, sequence, occurred_at FROM event_history
  WHERE stream = $1 AND occurred_at >= $2 AND occurred_at < $3
    AND (occurred_at, key, sequence) > ($2, $4, $5)
  ORDER BY occurred_at, key, sequence LIMIT $6
)sql"};
// An outbox id must not be drawn before the transaction has an id (low_water.h).
constexpr db::Statement kTakeTransactionId{"take_transaction_id", "SELECT pg_current_xact_id()"};

// Where the last chunk ended.
struct Last {
  Instant occurred_at{};
  std::string key;
  std::int64_t sequence = 0;
  std::size_t rows = 0;
};

// Reads one chunk and puts it into the outbox, in one transaction.
absl::StatusOr<Last> EmitChunk(db::Pool& pool, const CallContext& call, const db::Query& read) {
  Last last;
  MOTCUA_RETURN_IF_ERROR(
      pool.Run(call, "reemit_events", [&](db::Transaction& transaction) -> absl::Status {
        MOTCUA_ASSIGN_OR_RETURN(
            const std::vector<db::Result> results,
            transaction.ReadAll({{.statement = kTakeTransactionId, .params = {}}, read}));
        std::vector<Event> events;
        for (const db::Row row : results.back()) {
          events.push_back({.event_id = row.Text("event_id"),
                            .key = row.Text("key"),
                            .sequence = row.Int("sequence"),
                            .occurred_at = row.Time("occurred_at")});
        }
        last = {};
        last.rows = events.size();
        if (!events.empty()) {
          last.key = events.back().key;
          last.sequence = events.back().sequence;
          last.occurred_at = events.back().occurred_at;
          transaction.Write(ToOutbox(events));
        }
        return absl::OkStatus();
      }));
  return last;
}

absl::StatusOr<std::int64_t> ReEmitKey(db::Pool& pool, const CallContext& call,
                                       const std::string& stream, const std::string& key) {
  std::int64_t emitted = 0;
  Last last;
  do {
    MOTCUA_ASSIGN_OR_RETURN(
        last,
        EmitChunk(pool, call,
                  {.statement = kReadKeyChunk,
                   .params = db::Params().Text(stream).Text(key).Int(last.sequence).Int(kChunk)}));
    emitted += static_cast<std::int64_t>(last.rows);
  } while (last.rows == kChunk);
  return emitted;
}

// Goes through the range in windows of time, because a block-range index cannot give an order: one
// query over a year would sort the year for each chunk. Windows grow while they are empty and
// shrink when they overflow.
absl::StatusOr<std::int64_t> ReEmitRange(db::Pool& pool, const CallContext& call,
                                         const std::string& stream, Instant from, Instant to) {
  std::int64_t emitted = 0;
  microseconds window = std::chrono::seconds(1);
  Instant window_from = from;
  while (window_from < to) {
    const Instant window_to = to - window_from > window ? window_from + window : to;
    Last last{.occurred_at = window_from, .key = "", .sequence = 0, .rows = 0};
    do {
      MOTCUA_ASSIGN_OR_RETURN(last, EmitChunk(pool, call,
                                              {.statement = kReadTimeChunk,
                                               .params = db::Params()
                                                             .Text(stream)
                                                             .Time(last.occurred_at)
                                                             .Time(window_to)
                                                             .Text(last.key)
                                                             .Int(last.sequence)
                                                             .Int(kChunk)}));
      emitted += static_cast<std::int64_t>(last.rows);
      if (last.rows == kChunk) {
        window = std::max(window / 2, microseconds(1000));
      }
    } while (last.rows == kChunk);
    if (last.rows < kChunk / 2) {
      window = std::min<microseconds>(window * 2, std::chrono::hours(24 * 365));
    }
    window_from = window_to;
  }
  return emitted;
}

}  // namespace

absl::StatusOr<std::int64_t> ReEmit(db::Pool& pool, const CallContext& call,
                                    const std::string& stream, const std::string& key,
                                    std::optional<Instant> from, std::optional<Instant> to) {
  const bool by_key = !key.empty();
  const bool by_time = from.has_value() && to.has_value();
  if (stream.empty() || by_key == by_time || from.has_value() != to.has_value()) {
    return Error(absl::StatusCode::kInvalidArgument, "REEMIT_RANGE_INVALID",
                 "give a stream, and either a key or both ends of a time range");
  }
  if (by_key) {
    return ReEmitKey(pool, call, stream, key);
  }
  if (*from >= *to) {
    return Error(absl::StatusCode::kInvalidArgument, "REEMIT_RANGE_INVALID",
                 "the time range ends before it begins");
  }
  return ReEmitRange(pool, call, stream, *from, *to);
}

}  // namespace motcua::outbox
