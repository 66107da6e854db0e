#include "motcua/outbox/publisher.h"

#include <atomic>
#include <future>
#include <mutex>

#include "fake_broker.h"
#include "outbox_fixture.h"

namespace motcua::outbox {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

class PublisherTest : public OutboxTest {
 protected:
  Publisher::Options Options(FakeBroker& broker) {
    Publisher::Options options;
    options.service = "intake";
    options.connection = connection();
    options.make_producer = [&broker] {
      return absl::StatusOr<std::unique_ptr<kafka::Producer>>(broker.MakeProducer());
    };
    options.takeover_interval = milliseconds(50);
    options.on_error = [this](const absl::Status& error) {
      const std::lock_guard lock(mutex_);
      errors_.push_back(Reason(error));
    };
    return options;
  }

  static bool HoldsAll(const Publisher& publisher) {
    return testing::Eventually([&] { return publisher.shards_held() == kShards; });
  }

  bool Drained() {
    return testing::Eventually([&] { return waiting() == 0; });
  }

  // Ends the sessions that hold shards. Returns how many.
  std::int64_t KillShardSessions() {
    return Ask(
        "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_locks WHERE locktype = 'advisory'"
        " AND granted AND database = (SELECT oid FROM pg_database"
        " WHERE datname = current_database())");
  }

  FakeBroker broker_;
  std::mutex mutex_;
  std::vector<std::string> errors_;
};

// One key is one shard, so that the actions of its thread are predictable.
const char* const kKey = "d1";

TEST_F(PublisherTest, PublishesInOrderAndDeletes) {
  const auto publisher = Publisher::Start(Options(broker_));
  ASSERT_TRUE(HoldsAll(*publisher));
  std::vector<std::string> expected;
  for (int i = 1; i <= 20; ++i) {
    ASSERT_TRUE(Commit(MakeEvent(kKey, i)).ok());
    publisher->Notify();
    expected.push_back(std::string(kKey) + ":" + std::to_string(i));
  }
  EXPECT_TRUE(Drained());
  EXPECT_EQ(broker_.names(), expected);
}

TEST_F(PublisherTest, FindsWhatNobodyToldItOf) {
  const auto publisher = Publisher::Start(Options(broker_));
  ASSERT_TRUE(HoldsAll(*publisher));
  ASSERT_TRUE(Commit(MakeEvent(kKey, 1)).ok());
  EXPECT_TRUE(testing::Eventually([&] { return broker_.distinct() == 1; }, milliseconds(1000)));
}

TEST_F(PublisherTest, AFailedBatchGoesOnAtTheFirstUnacknowledgedRowWithANewProducer) {
  std::atomic<int> calls{0};
  broker_.accept = [&](std::size_t messages) { return ++calls == 1 ? 3 : messages; };
  std::vector<Event> events;
  std::vector<std::string> expected;
  for (int i = 1; i <= 10; ++i) {
    events.push_back(MakeEvent(kKey, i));
    expected.push_back(std::string(kKey) + ":" + std::to_string(i));
  }
  ASSERT_TRUE(CommitAll(events).ok());
  std::mutex mutex;
  std::vector<std::pair<std::size_t, bool>> batches;
  Publisher::Options options = Options(broker_);
  options.on_batch = [&](std::size_t size, bool rebuilt) {
    const std::lock_guard lock(mutex);
    batches.emplace_back(size, rebuilt);
  };
  const auto publisher = Publisher::Start(std::move(options));
  EXPECT_TRUE(Drained());
  EXPECT_EQ(broker_.names(), expected) << "no event twice, none missing";
  EXPECT_EQ(broker_.producers_made(), 2);
  const std::lock_guard lock(mutex);
  EXPECT_EQ(batches, (std::vector<std::pair<std::size_t, bool>>{{3, false}, {7, true}}));
  EXPECT_EQ(errors_, std::vector<std::string>{"KAFKA_FATAL"});
}

TEST_F(PublisherTest, ABacklogSurvivesALongOutageOfTheBroker) {
  // Longer than the low-water mark needs to move: waiting rows must hold it back.
  std::vector<Event> events;
  std::vector<std::string> expected;
  for (int i = 1; i <= 30; ++i) {
    events.push_back(MakeEvent(kKey, i));
    expected.push_back(std::string(kKey) + ":" + std::to_string(i));
  }
  ASSERT_TRUE(CommitAll(events).ok());
  const auto recovery = steady_clock::now() + milliseconds(4000);
  std::atomic<int> calls{0};
  broker_.accept = [&](std::size_t messages) {
    return ++calls == 1 || steady_clock::now() > recovery ? messages : 0;
  };
  Publisher::Options options = Options(broker_);
  options.batch = 7;
  const auto publisher = Publisher::Start(std::move(options));
  EXPECT_TRUE(Drained());
  EXPECT_EQ(broker_.names(), expected);
}

TEST_F(PublisherTest, AWriterThatDrewAnIdAndSleptIsStillPublished) {  // R1.4
  const auto publisher = Publisher::Start(Options(broker_));
  ASSERT_TRUE(HoldsAll(*publisher));
  const auto slow_connection = db::Connection::Open(connection()).value();
  db::Transaction slow(*slow_connection);
  Append(slow, {MakeEvent(kKey, 1)});
  ASSERT_TRUE(slow.Read({{"", "SELECT 1"}, {}}).ok());  // the outbox id is drawn
  // Meanwhile the same shard is busy, long enough for its mark to move many times.
  std::size_t others = 0;
  const auto until = steady_clock::now() + std::chrono::seconds(5);
  for (int i = 0; steady_clock::now() < until; ++i) {
    const std::string key = "busy" + std::to_string(i);
    if (ShardOf(key) == ShardOf(kKey)) {
      ASSERT_TRUE(Commit(MakeEvent(key, 1)).ok());
      publisher->Notify();
      ++others;
    }
  }
  ASSERT_TRUE(testing::Eventually([&] { return broker_.distinct() == others; }));
  ASSERT_TRUE(slow.Commit().ok());
  EXPECT_TRUE(testing::Eventually(
      [&] { return broker_.names().back() == std::string(kKey) + ":1"; }, milliseconds(1000)));
}

TEST_F(PublisherTest, TwoReplicasShareWithoutDoublingAnything) {
  const auto first = Publisher::Start(Options(broker_));
  ASSERT_TRUE(HoldsAll(*first));
  const auto second = Publisher::Start(Options(broker_));
  for (int i = 1; i <= 50; ++i) {
    ASSERT_TRUE(Commit(MakeEvent("d" + std::to_string(i), 1)).ok());
    second->Notify();
  }
  EXPECT_TRUE(Drained());
  EXPECT_EQ(broker_.arrivals().size(), 50u);
  EXPECT_EQ(second->shards_held(), 0);
  first->Stop();
  EXPECT_EQ(first->shards_held(), 0);
  EXPECT_TRUE(HoldsAll(*second));
  ASSERT_TRUE(Commit(MakeEvent("later", 1)).ok());
  EXPECT_TRUE(Drained());
}

TEST_F(PublisherTest, AFrozenPublisherIsReplacedAndLosesNothing) {  // R1.6
  // The first replica hangs inside a send, as a stopped process does, and its session ends.
  std::promise<void> thaw;
  std::shared_future<void> thawed = thaw.get_future().share();
  FakeBroker frozen;
  std::atomic<bool> sending{false};
  frozen.before_send = [&] {
    sending = true;
    thawed.wait();
  };
  const auto first = Publisher::Start(Options(frozen));
  ASSERT_TRUE(HoldsAll(*first));
  ASSERT_TRUE(CommitAll({MakeEvent(kKey, 1), MakeEvent(kKey, 2)}).ok());
  first->Notify();
  ASSERT_TRUE(testing::Eventually([&] { return sending.load(); }));

  const auto second = Publisher::Start(Options(broker_));
  ASSERT_EQ(KillShardSessions(), kShards);
  ASSERT_TRUE(testing::Eventually([&] { return broker_.distinct() == 2; }))
      << "the frozen one's shard and its rows went to the second, or came back unpublished";
  EXPECT_TRUE(Drained());
  ASSERT_TRUE(Commit(MakeEvent(kKey, 3)).ok());
  ASSERT_TRUE(testing::Eventually([&] { return broker_.distinct() == 3; }));

  thaw.set_value();
  // Its batch is sent a second time; it then finds its session closed and sends nothing more.
  ASSERT_TRUE(testing::Eventually([&] { return frozen.arrivals().size() == 2; }));
  ASSERT_TRUE(
      testing::Eventually([&] { return first->shards_held() + second->shards_held() == kShards; }));
  ASSERT_TRUE(Commit(MakeEvent(kKey, 4)).ok());
  EXPECT_TRUE(Drained());
  EXPECT_EQ(frozen.arrivals().size(), 2u);
  EXPECT_EQ(broker_.names(), (std::vector<std::string>{"d1:1", "d1:2", "d1:3", "d1:4"}));
}

TEST_F(PublisherTest, LostSessionsComeBack) {
  const auto publisher = Publisher::Start(Options(broker_));
  for (int round = 1; round <= 3; ++round) {
    ASSERT_TRUE(HoldsAll(*publisher));
    ASSERT_EQ(KillShardSessions(), kShards);
    ASSERT_TRUE(Commit(MakeEvent(kKey, round)).ok());
    EXPECT_TRUE(Drained());
  }
  EXPECT_EQ(broker_.names(), (std::vector<std::string>{"d1:1", "d1:2", "d1:3"}));
}

TEST_F(PublisherTest, AProducerThatCannotBeMadeIsTriedAgain) {
  Publisher::Options options = Options(broker_);
  std::atomic<int> tries{0};
  options.make_producer = [&]() -> absl::StatusOr<std::unique_ptr<kafka::Producer>> {
    if (++tries < 3) {
      return Error(absl::StatusCode::kUnavailable, "KAFKA_CONFIG", "not yet");
    }
    return broker_.MakeProducer();
  };
  const auto publisher = Publisher::Start(std::move(options));
  ASSERT_TRUE(Commit(MakeEvent(kKey, 1)).ok());
  EXPECT_TRUE(Drained());
  EXPECT_EQ(tries, 3);
}

TEST_F(PublisherTest, AnIdleShardPollsAtMostFifteenTimesASecond) {  // R1.5
  const auto publisher = Publisher::Start(Options(broker_));
  ASSERT_TRUE(HoldsAll(*publisher));
  ASSERT_TRUE(Commit(MakeEvent(kKey, 1)).ok());
  ASSERT_TRUE(Drained());
  // A session reports its scans a second or so after it made them.
  const char* const kScans =
      "SELECT idx_scan FROM pg_stat_user_tables WHERE relname = 'outbox_events'";
  ASSERT_TRUE(testing::Eventually([&] { return Ask(kScans) > 0; }));
  const std::int64_t before = Ask(kScans);
  const auto start = steady_clock::now();
  ASSERT_TRUE(testing::Throughout(milliseconds(5000), [] { return true; }));
  const std::int64_t polls = Ask(kScans) - before;
  const double seconds = std::chrono::duration<double>(steady_clock::now() - start).count();
  EXPECT_GT(polls, 5 * kShards) << "it does poll";
  EXPECT_LE(static_cast<double>(polls), 15 * kShards * seconds);
}

}  // namespace
}  // namespace motcua::outbox
