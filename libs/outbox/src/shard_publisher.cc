#include "shard_publisher.h"

#include <algorithm>
#include <string>
#include <utility>

#include "motcua/base/failpoint.h"
#include "motcua/base/status_macros.h"

#include "event_row.h"

namespace motcua::outbox {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Must be below ShardLock::kSilence, because the lock's session is idle while waiting for the
// broker.
constexpr milliseconds kSendTimeout{10000};
static_assert(kSendTimeout < db::ShardLock::kSilence);
// Polled at `busy_poll` this long after the last event.
constexpr milliseconds kBusy{100};
// Minimum time between polls; otherwise there would be a poll per commit under load.
constexpr milliseconds kPollGap{2};
constexpr milliseconds kLowWaterInterval{1000};

// The plan must not depend on statistics of a table that is usually empty. A lost delete only
// causes a duplicate, so it need not wait for the disk.
constexpr db::Statement kSetUpSession{"set_up_publisher_session", R"sql(
  SELECT set_config('enable_seqscan', 'off', false), set_config('enable_hashjoin', 'off', false),
    set_config('enable_mergejoin', 'off', false), set_config('jit', 'off', false),
    set_config('synchronous_commit', 'off', false)
)sql"};
constexpr db::Statement kDeleteOutboxEvents{
    "delete_outbox_events",
    "DELETE FROM outbox_events WHERE shard = $1 AND id = ANY ($2::bigint[])"};
const db::MadeStatement& ReadStatement() {
  static const db::MadeStatement kRead = {"read_outbox_events",
                                          "SELECT o.id, " + EventHistory().Columns("h") + R"sql(
  FROM (SELECT id, event_id FROM outbox_events WHERE shard = $1 AND id > $2 ORDER BY id LIMIT $3)
    AS o JOIN event_history h USING (event_id)
  ORDER BY o.id
)sql"};
  return kRead;
}

}  // namespace

ShardPublisher::ShardPublisher(const Publisher::Options& options, int shard, Wakeup& wakeup)
    : options_(options), shard_(shard), wakeup_(wakeup) {}

void ShardPublisher::Run() {
  while (!wakeup_.stopped()) {
    std::unique_ptr<db::ShardLock> lock = TryLock();
    if (lock == nullptr) {
      wakeup_.Rest(options_.takeover_interval);
      continue;
    }
    standby_.reset();
    held_ = true;
    const absl::Status ended = Publish(*lock);
    // The producer must stop before the shard is released (R1.6).
    producer_.reset();
    acknowledged_.clear();
    low_water_ = LowWater();
    highest_deleted_ = 0;
    held_ = false;
    lock.reset();
    if (!ended.ok()) {
      Report(ended);
      wakeup_.Rest(options_.takeover_interval);
    }
  }
}

std::unique_ptr<db::ShardLock> ShardPublisher::TryLock() {
  if (standby_ == nullptr || !standby_->alive()) {
    db::Connection::Options connection = options_.connection;
    if (connection.application_name.empty()) {
      connection.application_name = options_.service + " outbox " + std::to_string(shard_);
    }
    absl::StatusOr<std::unique_ptr<db::Connection>> opened = db::Connection::Open(connection);
    if (!opened.ok()) {
      Report(opened.status());
      return nullptr;
    }
    standby_ = *std::move(opened);
  }
  absl::StatusOr<std::unique_ptr<db::ShardLock>> lock =
      db::ShardLock::TryAcquire(standby_, "outbox", shard_);
  if (!lock.ok()) {
    Report(lock.status());
    standby_.reset();
    return nullptr;
  }
  return *std::move(lock);
}

// Runs until stopped (OK) or until the session is lost.
absl::Status ShardPublisher::Publish(db::ShardLock& lock) {
  db::Connection& connection = lock.connection();
  MOTCUA_RETURN_IF_ERROR(connection.Execute({.statement = kSetUpSession, .params = {}}).status());
  low_water_due_ = steady_clock::now();
  for (;;) {
    MOTCUA_ASSIGN_OR_RETURN(const std::vector<Row> rows, DeleteAndRead(connection));
    if (wakeup_.stopped()) {
      return absl::OkStatus();
    }
    if (rows.empty()) {
      WaitForRows();
    } else {
      last_rows_ = steady_clock::now();
      Produce(rows);
    }
    MOTCUA_RETURN_IF_ERROR(AdvanceLowWater(connection));
  }
}

// Only when there are dead rows to skip, so that an idle shard takes no transaction ids.
absl::Status ShardPublisher::AdvanceLowWater(db::Connection& connection) {
  if (low_water_.value() >= highest_deleted_ || steady_clock::now() < low_water_due_) {
    return absl::OkStatus();
  }
  low_water_due_ = steady_clock::now() + kLowWaterInterval;
  return low_water_.Advance(connection);
}

// Deleting the last batch and reading the next is one round trip and one transaction.
absl::StatusOr<std::vector<ShardPublisher::Row>> ShardPublisher::DeleteAndRead(
    db::Connection& connection) {
  std::vector<db::Query> queries;
  const bool deleting = !acknowledged_.empty();
  if (deleting) {
    queries.push_back({.statement = kDeleteOutboxEvents,
                       .params = db::Params().Int(shard_).Values(db::BigintArray(acknowledged_))});
    MOTCUA_FAILPOINT("outbox.before_delete");
  }
  queries.push_back(
      {.statement = ReadStatement(),
       .params = db::Params().Int(shard_).Int(low_water_.value()).Int(options_.batch)});
  last_poll_ = steady_clock::now();
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<db::Result> results, connection.ExecuteAll(queries));
  if (deleting) {
    MOTCUA_FAILPOINT("outbox.after_delete");
    highest_deleted_ = std::max(highest_deleted_, acknowledged_.back());
    acknowledged_.clear();
  }
  std::vector<Row> rows;
  for (const db::Row row : results.back()) {
    rows.push_back({.id = row.Int("id"), .event = EventHistory().Read(row)});
  }
  low_water_.Saw(rows.empty() ? std::nullopt : std::optional(rows.front().id));
  return rows;
}

void ShardPublisher::Produce(const std::vector<Row>& rows) {
  if (producer_ == nullptr) {
    absl::StatusOr<std::unique_ptr<kafka::Producer>> made = options_.make_producer();
    if (!made.ok()) {
      GiveUpProducer(made.status());
      return;
    }
    producer_ = *std::move(made);
  }
  std::vector<kafka::Message> messages;
  for (const Row& row : rows) {
    messages.push_back(ToMessage(options_.service, row.event));
  }
  MOTCUA_FAILPOINT("outbox.before_produce");
  const kafka::Producer::Outcome outcome = producer_->SendAll(messages, kSendTimeout);
  MOTCUA_FAILPOINT("outbox.after_produce");
  const std::size_t acknowledged = std::min(outcome.acknowledged, rows.size());
  for (std::size_t i = 0; i < acknowledged; ++i) {
    acknowledged_.push_back(rows[i].id);
  }
  if (acknowledged > 0 && options_.on_batch) {
    options_.on_batch(acknowledged, rebuilt_);
  }
  if (acknowledged == rows.size()) {
    rebuilt_ = false;
    backoff_.Reset();
  } else {
    GiveUpProducer(outcome.error);
  }
}

// The state of the remaining messages is unknown: a new producer starts at the first unacknowledged
// row (R1.3).
void ShardPublisher::GiveUpProducer(const absl::Status& why) {
  Report(why);
  producer_.reset();
  rebuilt_ = true;
  wakeup_.Rest(backoff_.Next());
}

void ShardPublisher::WaitForRows() {
  const bool busy = steady_clock::now() - last_rows_ < kBusy;
  wakeup_.WaitForWork(busy ? options_.busy_poll : options_.idle_poll);
  const auto since_poll = steady_clock::now() - last_poll_;
  if (since_poll < kPollGap) {
    wakeup_.Rest(std::chrono::ceil<milliseconds>(kPollGap - since_poll));
  }
}

void ShardPublisher::Report(const absl::Status& error) const {
  if (options_.on_error) {
    options_.on_error(error);
  }
}

}  // namespace motcua::outbox
