// Events of the history go into the outbox again.

#include "motcua/outbox/reemit.h"

#include <thread>

#include "outbox_fixture.h"

namespace motcua::outbox {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr Instant kStart = std::chrono::sys_days(std::chrono::year{2026} / 1 / 1);
constexpr int kFast = 1'000'000;

class ReEmitTest : public OutboxTest {
 protected:
  void ForgetOutbox() { Ask("WITH gone AS (DELETE FROM outbox_events RETURNING 1) SELECT 1"); }
  // Number of events whose predecessor of the same key comes after them in `table`.
  std::int64_t Disorder(const std::string& table) {
    return Ask(("SELECT count(*) FROM " + table +
                " o JOIN event_history h USING (event_id)"
                " JOIN event_history h2 ON h2.key = h.key AND h2.sequence = h.sequence - 1"
                " JOIN " +
                table + " o2 ON o2.event_id = h2.event_id WHERE o2.id > o.id")
                   .c_str());
  }
  // One event each at `count` moments, a second apart.
  void AddHistory(int count) {
    std::vector<Event> events;
    for (int i = 0; i < count; ++i) {
      events.push_back(MakeEvent("k" + std::to_string(i), 1));
      events.back().occurred_at = kStart + std::chrono::seconds(i);
    }
    ASSERT_TRUE(CommitAll(events).ok());
    ForgetOutbox();
  }
  // A call of an operator's command with `key`, with this time limit.
  ReEmitted Go(const TimeRange& range, int rate, steady_clock::duration limit,
               const std::string& key = "") {
    CallContext call;
    call.idempotency_key = key;
    const auto emitted = ReEmitRange(*pool_, call, range, rate, steady_clock::now() + limit);
    EXPECT_TRUE(emitted.ok()) << emitted.status();
    return emitted.value_or(ReEmitted{});
  }

  const TimeRange year_{.stream = "dossier", .from = kStart, .to = kStart + 24h * 365};
};

TEST_F(ReEmitTest, AKeyInOrderAndInChunks) {
  std::vector<Event> events;
  for (int i = 1; i <= 2500; ++i) {
    events.push_back(MakeEvent("d1", i));
  }
  events.push_back(MakeEvent("d2", 1));
  ASSERT_TRUE(CommitAll(events).ok());
  ForgetOutbox();
  const auto emitted = ReEmitKey(*pool_, {}, "dossier", "d1");
  ASSERT_TRUE(emitted.ok()) << emitted.status();
  EXPECT_EQ(*emitted, 2500);
  EXPECT_EQ(waiting(), 2500);
  EXPECT_EQ(Disorder("outbox_events"), 0);
}

TEST_F(ReEmitTest, ATimeRangeHalfOpenWithTiesAndGaps) {
  std::vector<Event> events;
  const auto add = [&](const std::string& key, std::int64_t sequence, Instant at) {
    events.push_back(MakeEvent(key, sequence));
    events.back().occurred_at = at;
  };
  add("before", 1, kStart - 1us);
  // 2,300 events of one instant, more than two chunks; then nothing for half a year; then one.
  for (int i = 1; i <= 1150; ++i) {
    add("d1", i, kStart);
    add("d2", i, kStart);
  }
  add("d1", 1151, kStart + 24h * 180);
  add("end", 1, kStart + 24h * 181);
  Event other = MakeEvent("d1", 1);
  other.stream = "catalogue";
  other.occurred_at = kStart;
  events.push_back(other);
  ASSERT_TRUE(CommitAll(events).ok());
  ForgetOutbox();
  ASSERT_TRUE((*pool_->Acquire({}))->Script("CREATE TABLE sent (id bigint, event_id uuid)").ok());
  const TimeRange range{.stream = "dossier", .from = kStart, .to = kStart + 24h * 181};
  ReEmitted emitted;
  int calls = 0;
  while (!emitted.finished && ++calls < 100) {
    emitted = Go(range, kFast, 100ms);
    EXPECT_LE(waiting(), 2000) << "whatever waits is sent before more is put in";
    // The broker takes what waits.
    ASSERT_TRUE((*pool_->Acquire({}))
                    ->Script("INSERT INTO sent SELECT id, event_id FROM outbox_events; "
                             "DELETE FROM outbox_events")
                    .ok());
  }
  EXPECT_EQ(emitted.events, 2301);
  EXPECT_EQ(Ask("SELECT count(*) FROM sent"), 2301);
  EXPECT_EQ(Ask("SELECT count(DISTINCT event_id) FROM sent"), 2301);
  EXPECT_EQ(Disorder("sent"), 0);
}

TEST_F(ReEmitTest, NothingIsAddedWhileTheBrokerIsBehind) {
  AddHistory(3000);
  const ReEmitted first = Go(year_, kFast, 2s);
  EXPECT_FALSE(first.finished);
  EXPECT_LE(waiting(), 2000) << "the bound and one chunk";
  EXPECT_EQ(Go(year_, kFast, 500ms).events, first.events);
  ForgetOutbox();
  EXPECT_GT(Go(year_, kFast, 2s).events, first.events);
}

TEST_F(ReEmitTest, TheRateHoldsForAllWhoAskTogether) {
  AddHistory(1000);
  TimeRange half = year_;
  half.to = kStart + 500s;
  const auto started = steady_clock::now();
  {
    std::vector<std::jthread> operators;
    for (const TimeRange& range : {year_, year_, half}) {
      operators.emplace_back([this, range] { Go(range, 100, 2s); });
    }
  }
  const double seconds = std::chrono::duration<double>(steady_clock::now() - started).count();
  EXPECT_GE(waiting(), 20);
  EXPECT_LE(static_cast<double>(waiting()), 100 * seconds + 20);
}

TEST_F(ReEmitTest, GoesOnAfterAnyStopWithoutLossOrRepetition) {
  AddHistory(300);
  TimeRange hour = year_;
  hour.to = kStart + 1h;
  ReEmitted emitted;
  int calls = 0;
  while (!emitted.finished && ++calls < 1000) {
    // Each call is like a restarted program.
    emitted = Go(hour, 200, 50ms, "call " + std::to_string(calls));
  }
  EXPECT_GT(calls, 5);
  EXPECT_EQ(emitted.events, 300);
  EXPECT_EQ(waiting(), 300);
  EXPECT_EQ(Ask("SELECT count(DISTINCT event_id) FROM outbox_events"), 300);
}

TEST_F(ReEmitTest, AFinishedRangeBeginsAnewOnlyForAnotherCommand) {
  AddHistory(10);
  EXPECT_TRUE(Go(year_, kFast, 5s, "one").finished);
  const ReEmitted again = Go(year_, kFast, 5s, "one");
  EXPECT_TRUE(again.finished);
  EXPECT_EQ(again.events, 10);
  EXPECT_EQ(waiting(), 10);
  EXPECT_EQ(Go(year_, kFast, 5s, "two").events, 10);
  EXPECT_EQ(waiting(), 20);
  EXPECT_EQ(Go(year_, kFast, 5s).events, 10);
  EXPECT_EQ(waiting(), 30);
}

TEST_F(ReEmitTest, RefusesAnUnclearRange) {
  const auto until = steady_clock::now() + 5s;
  TimeRange inverted = year_;
  std::swap(inverted.from, inverted.to);
  TimeRange empty = year_;
  empty.to = empty.from;
  TimeRange nameless = year_;
  nameless.stream.clear();
  for (const absl::Status& status :
       {ReEmitKey(*pool_, {}, "", "d1").status(), ReEmitKey(*pool_, {}, "dossier", "").status(),
        ReEmitRange(*pool_, {}, inverted, 1, until).status(),
        ReEmitRange(*pool_, {}, empty, 1, until).status(),
        ReEmitRange(*pool_, {}, nameless, 1, until).status(),
        ReEmitRange(*pool_, {}, year_, 0, until).status()}) {
    EXPECT_EQ(Reason(status), "REEMIT_RANGE_INVALID");
  }
}

}  // namespace
}  // namespace motcua::outbox
