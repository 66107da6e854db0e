#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/testing/eventually.h"

#include "component/world.h"

namespace motcua::reporting::testing {
namespace {

using namespace std::chrono_literals;

std::vector<Period> SomePeriods(unsigned seed) {
  std::mt19937 random(seed);
  std::vector<Period> periods = {WholeSpan()};
  for (int i = 0; i < 20; ++i) {
    periods.push_back(RandomPeriod(random));
  }
  return periods;
}

void ExpectDefinition(World& world, const std::vector<History>& histories, unsigned seed) {
  for (const Period& period : SomePeriods(seed)) {
    const auto form = world.Form(period);
    ASSERT_TRUE(form.ok()) << form.status();
    ExpectEqual(*form, Recount(histories, period));
  }
}

// Half of the dossiers are history when the rebuild starts, the other half happens in the meantime.
TEST(Rebuild, WithLiveTrafficGivesTheSameAndIsNeverBehind) {
  const unsigned seed = Seed();
  SCOPED_TRACE(seed);
  World world;
  const auto histories = MakeHistories(seed, 80);
  const auto half = histories.begin() + 40;
  world.TakeAll(world.Publish({histories.begin(), half}), 2);
  world.Settle();
  const auto live = world.Publish({half, histories.end()});

  EXPECT_EQ(world.StartRebuild().value(), 2);
  EXPECT_EQ(Reason(world.StartRebuild().status()), "REBUILD_RUNNING");
  std::atomic<bool> done = false;
  std::jthread traffic([&] {
    world.TakeAll(live, 2);
    done = true;
  });
  const auto rebuilder = world.MakeRebuilder();
  std::int64_t last_events = 0;
  while (world.generations().List({}).value().size() > 1) {
    const absl::Status round = world.Round(*rebuilder).status();
    EXPECT_TRUE(round.ok() || IsRetryable(round)) << round;
    // The number of events behind a report never decreases, not even by the swap.
    const Form06a form = world.Form(WholeSpan()).value();
    EXPECT_GE(form.events, last_events);
    EXPECT_TRUE(IdentitiesHold(form.total));
    last_events = form.events;
  }
  EXPECT_TRUE(motcua::testing::Eventually([&] { return done.load(); }, 60s));
  traffic.join();
  world.Settle();
  EXPECT_EQ(world.Form(WholeSpan()).value().generation, 2);
  ExpectDefinition(world, histories, seed);
  // Nothing of the first generation is left.
  EXPECT_EQ(world.Number("SELECT count(*) FROM dossiers WHERE generation = 1"), 0);
  EXPECT_EQ(world.Number("SELECT count(*) FROM counters WHERE generation = 1"), 0);
  EXPECT_EQ(world.Number("SELECT count(*) FROM event_cursors WHERE consumer LIKE '%.a'"), 0);
  EXPECT_EQ(world.generations().ReadStatus({}).value().failure, "");
}

TEST(Rebuild, MendsCountersThatWereWrong) {
  World world;
  const auto histories = MakeHistories(11, 40);
  world.TakeAll(world.Publish(histories), 2);
  world.Settle();
  world.Number(
      "WITH spoilt AS (UPDATE counters SET received_online = received_online + 7 RETURNING 1)"
      " SELECT count(*) FROM spoilt");
  ASSERT_NE(world.Form(WholeSpan()).value().total.received_total,
            TotalOf({Recount(histories, WholeSpan()).begin()->second}).received_total);
  // Twice: both slots are used in turn.
  for (const std::int64_t generation : {2, 3}) {
    ASSERT_EQ(world.StartRebuild().value(), generation);
    world.FinishRebuild(*world.MakeRebuilder());
    ExpectDefinition(world, histories, 11);
  }
}

TEST(Rebuild, AnotherReplicaGoesOnWhereOneStopped) {
  World world;
  const auto histories = MakeHistories(12, 40);
  world.Publish(histories);  // nothing comes as messages; everything is in the histories
  ASSERT_TRUE(world.StartRebuild().ok());
  auto first = world.MakeRebuilder(1);
  world.ReadSomePages(*first);
  first.reset();  // and dies
  world.FinishRebuild(*world.MakeRebuilder());
  ExpectDefinition(world, histories, 12);
}

TEST(Rebuild, StartsASourceOverWhoseOwnerDoesNotKnowThePlace) {
  World world;
  const auto histories = MakeHistories(16, 40);
  world.Publish(histories);
  ASSERT_TRUE(world.StartRebuild().ok());
  auto rebuilder = world.MakeRebuilder(1);
  world.ReadSomePages(*rebuilder);
  // As after an upgrade of the owner that changes its tokens.
  ASSERT_GT(world.Number("WITH old AS (UPDATE rebuild_places SET page_token = 'old'"
                         " WHERE NOT finished RETURNING 1) SELECT count(*) FROM old"),
            0);
  world.FinishRebuild(*rebuilder);
  ExpectDefinition(world, histories, 16);
}

TEST(Rebuild, IsGivenUpWhenTheHistoryHoldsWhatCannotBeCounted) {
  World world;
  auto histories = MakeHistories(13, 20);
  world.TakeAll(world.Publish(histories), 1);
  world.Settle();
  auto broken = MakeHistories(14, 20);
  std::erase_if(broken, [](const History& history) {
    return !history.happenings.back().received_at.has_value();
  });
  broken.resize(1);
  for (Happening& happening : broken[0].happenings) {
    happening.agency.clear();
  }
  world.Publish(broken);  // its messages were never delivered
  ASSERT_TRUE(world.StartRebuild().ok());
  world.FinishRebuild(*world.MakeRebuilder());
  const RebuildStatus status = world.generations().ReadStatus({}).value();
  EXPECT_EQ(status.failure, "REBUILD_DEAD_LETTERS");
  EXPECT_EQ(status.active, 1);
  ExpectDefinition(world, histories, 13);
  // The next one has a number of its own.
  EXPECT_EQ(world.StartRebuild().value(), 3);
}

TEST(Rebuild, WaitsForAnOwnerThatIsAway) {
  World world;
  const auto histories = MakeHistories(15, 10);
  world.Publish(histories);
  ASSERT_TRUE(world.StartRebuild().ok());
  std::vector<RebuildSource> sources;
  sources.push_back({.name = "intake",
                     .stream = "dossier",
                     .scan = [](const CallContext&, const std::string&,
                                const std::string&) -> absl::StatusOr<operations::HistoryPage> {
                       return Error(absl::StatusCode::kUnavailable, "AWAY", "a test says no");
                     },
                     .inboxes = {&world.inbox(0, 0), &world.inbox(0, 1)}});
  metrics::Registry registry;
  {
    Rebuilder away(world.generations(), world.clock(), std::move(sources), registry);
    EXPECT_EQ(world.Round(away).status().code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(world.generations().ReadStatus({}).value().active, 1);
  }
  world.FinishRebuild(*world.MakeRebuilder());
  ExpectDefinition(world, histories, 15);
}

}  // namespace
}  // namespace motcua::reporting::testing
