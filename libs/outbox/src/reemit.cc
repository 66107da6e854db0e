#include <algorithm>
#include <string>
#include <vector>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/outbox/event_log.h"

namespace motcua::outbox {
namespace {

using std::chrono::microseconds;

constexpr int kChunk = 1000;

constexpr db::Statement kReadKeyChunk{
    "read_reemit_key_chunk",
    "SELECT event_id, key, sequence, occurred_at FROM event_history"
    " WHERE stream = $1 AND key = $2 AND sequence > $3 ORDER BY sequence LIMIT $4"};
// The two plain conditions on occurred_at are for the block-range index, the row comparison is the
// place where the last chunk ended. Ties of time go by sequence, so a key stays in order.
constexpr db::Statement kReadTimeChunk{
    "read_reemit_time_chunk",
    "SELECT event_id, key, sequence, occurred_at FROM event_history"
    " WHERE stream = $1 AND occurred_at >= $2 AND occurred_at < $3"
    " AND (occurred_at, key, sequence) > ($2, $4, $5)"
    " ORDER BY occurred_at, key, sequence LIMIT $6"};
// An outbox id must not be drawn before the transaction has an id (low_water.h).
constexpr db::Statement kTakeTransactionId{"take_transaction_id", "SELECT pg_current_xact_id()"};
constexpr db::Statement kInsertOutboxEvents{
    "insert_outbox_events",
    "INSERT INTO outbox_events (shard, event_id)"
    " SELECT e.shard, e.event_id FROM unnest($1::smallint[], $2::uuid[])"
    " WITH ORDINALITY AS e(shard, event_id, position) ORDER BY e.position"};

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
        const db::Result& rows = results.back();
        last = {};
        last.rows = rows.size();
        if (rows.empty()) {
          return absl::OkStatus();
        }
        std::vector<std::string> shards;
        std::vector<std::string> ids;
        for (std::size_t row = 0; row < rows.size(); ++row) {
          shards.push_back(std::to_string(ShardOf(rows.Text(row, 1))));
          ids.emplace_back(rows.Text(row, 0));
        }
        last.key = rows.Text(rows.size() - 1, 1);
        last.sequence = rows.Int(rows.size() - 1, 2);
        last.occurred_at = rows.Time(rows.size() - 1, 3);
        transaction.Write({.statement = kInsertOutboxEvents,
                           .params = db::Params().TextArray(shards).TextArray(ids)});
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
