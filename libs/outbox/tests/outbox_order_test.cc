// R1.3: the outbox loses nothing and keeps the order under 16 writers; and the same harness detects
// the two common wrong readers (mutants M1 and M6).
//
// MOTCUA_OUTBOX_ORDER_SECONDS: duration of the writing; default 8, 30 before a merge, 60 nightly.
// The wrong readers run until they are detected.

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <random>
#include <thread>

#include "motcua/outbox/publisher.h"
#include "motcua/testing/stack.h"

#include "order_experiment.h"
#include "outbox_fixture.h"

namespace motcua::outbox {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class OutboxOrderTest : public OutboxTest {
 protected:
  static seconds Span() {
    return seconds(testing::NumberFromEnvironment("MOTCUA_OUTBOX_ORDER_SECONDS", 8));
  }
  // Lets the writers write until the harness detects the wrong reader.
  template <typename Caught>
  OrderExperiment::Verdict WriteUntil(const Caught& caught) {
    const auto give_up = std::chrono::steady_clock::now() + std::max(Span(), seconds(60));
    OrderExperiment::Verdict verdict;
    do {
      experiment_.Write(seconds(2), [] {});
      // Gives the reader time to find remaining rows.
      testing::Throughout(milliseconds(500), [] { return true; });
      verdict = experiment_.Judge(broker_);
    } while (!caught(verdict) && std::chrono::steady_clock::now() < give_up);
    return verdict;
  }

  static void Print(const char* reader, const OrderExperiment::Verdict& verdict) {
    std::printf(
        "%-28s committed %6zu  lost %5zu  out of order %4zu  repeated %4zu  lag p50 %5.1f ms"
        "  p99 %6.1f ms\n",
        reader, verdict.committed, verdict.lost, verdict.out_of_order, verdict.repeated,
        verdict.lag_p50_ms, verdict.lag_p99_ms);
  }

  // Takes a random moment to acknowledge, as a broker does.
  void MakeBrokerSlow() {
    broker_.before_send = [] {
      thread_local std::minstd_rand random(std::random_device{}());
      std::uniform_int_distribution<int> us(0, 3000);
      std::this_thread::sleep_for(std::chrono::microseconds(us(random)));
    };
  }

  OrderExperiment experiment_{connection()};
  FakeBroker broker_;
};

TEST_F(OutboxOrderTest, ThePublisherLosesNothingAndKeepsTheOrder) {
  MakeBrokerSlow();
  Publisher::Options options;
  options.service = "intake";
  options.connection = connection();
  options.make_producer = [this] {
    return absl::StatusOr<std::unique_ptr<kafka::Producer>>(broker_.MakeProducer());
  };
  const auto publisher = Publisher::Start(std::move(options));
  ASSERT_TRUE(testing::Eventually([&] { return publisher->shards_held() == kShards; }));
  experiment_.Write(Span(), [&] { publisher->Notify(); });
  EXPECT_TRUE(testing::Eventually([&] { return broker_.distinct() >= experiment_.committed(); }));
  EXPECT_TRUE(testing::Eventually([&] { return waiting() == 0; }));
  const OrderExperiment::Verdict verdict = experiment_.Judge(broker_);
  Print("E publisher", verdict);
  EXPECT_GT(verdict.committed, 500u) << "too few to mean anything";
  EXPECT_EQ(verdict.lost, 0u);
  EXPECT_EQ(verdict.out_of_order, 0u);
  EXPECT_EQ(verdict.repeated, 0u);
}

// Reads rows above the highest id it has seen.
void ReadBySequenceCursor(const db::Connection::Options& connection_options, FakeBroker& broker,
                          const std::atomic<bool>& stop) {
  const auto connection = db::Connection::Open(connection_options).value();
  std::int64_t last = 0;
  while (!stop) {
    const auto rows =
        connection->Execute({{"read_above",
                              "SELECT o.id, h.event_id, h.key, h.sequence FROM outbox_events o"
                              " JOIN event_history h USING (event_id) WHERE o.id > $1 ORDER BY o.id"
                              " LIMIT 500"},
                             db::Params().Int(last)});
    ASSERT_TRUE(rows.ok()) << rows.status();
    for (const db::Row row : *rows) {
      last = row.Int("id");
      Event event{.event_id = row.Text("event_id"), .stream = "dossier"};
      event.key = row.Text("key");
      event.type = "t";
      event.sequence = row.Int("sequence");
      broker.Take(ToMessage("intake", event));
    }
  }
}

// One of several workers that share the rows by skipping each other's locks.
void ReadSkippingLocked(const db::Connection::Options& connection_options, FakeBroker& broker,
                        const std::atomic<bool>& stop) {
  const auto connection = db::Connection::Open(connection_options).value();
  while (!stop) {
    db::Transaction transaction(*connection);
    const auto rows =
        transaction.Read({{"take_some",
                           "SELECT o.id, h.event_id, h.key, h.sequence FROM outbox_events o"
                           " JOIN event_history h USING (event_id) ORDER BY o.id LIMIT 5"
                           " FOR UPDATE OF o SKIP LOCKED"},
                          {}});
    ASSERT_TRUE(rows.ok()) << rows.status();
    db::Array ids(db::Type::kBigint);
    if (!rows->empty()) {
      broker.before_send();
    }
    for (const db::Row row : *rows) {
      ids.Int(row.Int("id"));
      Event event{.event_id = row.Text("event_id"), .stream = "dossier"};
      event.key = row.Text("key");
      event.type = "t";
      event.sequence = row.Int("sequence");
      broker.Take(ToMessage("intake", event));
    }
    transaction.Write({{"delete_some", "DELETE FROM outbox_events WHERE id = ANY ($1::bigint[])"},
                       db::Params().Values(ids)});
    ASSERT_TRUE(transaction.Commit().ok());
  }
}

TEST_F(OutboxOrderTest, ACursorOnTheSequenceIsCaughtLosingEvents) {  // mutant M1
  std::atomic<bool> stop{false};
  std::thread reader([&] { ReadBySequenceCursor(connection(), broker_, stop); });
  const OrderExperiment::Verdict verdict =
      WriteUntil([](const OrderExperiment::Verdict& so_far) { return so_far.lost > 0; });
  stop = true;
  reader.join();
  Print("A id > last (planted)", verdict);
  EXPECT_GT(verdict.lost, 0u);
}

TEST_F(OutboxOrderTest, TwoWorkersWithSkipLockedAreCaughtReordering) {  // mutant M6
  MakeBrokerSlow();
  std::atomic<bool> stop{false};
  std::thread one([&] { ReadSkippingLocked(connection(), broker_, stop); });
  std::thread other([&] { ReadSkippingLocked(connection(), broker_, stop); });
  WriteUntil([](const OrderExperiment::Verdict& so_far) { return so_far.out_of_order > 0; });
  EXPECT_TRUE(testing::Eventually([&] { return waiting() == 0; }));
  stop = true;
  one.join();
  other.join();
  const OrderExperiment::Verdict verdict = experiment_.Judge(broker_);
  Print("D SKIP LOCKED x 2 (planted)", verdict);
  EXPECT_GT(verdict.out_of_order, 0u);
}

}  // namespace
}  // namespace motcua::outbox
