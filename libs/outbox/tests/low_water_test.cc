#include "low_water.h"

#include "outbox_fixture.h"

namespace motcua::outbox {
namespace {

class LowWaterTest : public OutboxTest {
 protected:
  void SetUp() override {
    watcher_ = db::Connection::Open(connection()).value();
    writer_ = db::Connection::Open(connection()).value();
  }
  // The mark after one more step if the outbox were empty now.
  std::int64_t Step(LowWater& low_water) {
    EXPECT_TRUE(low_water.Advance(*watcher_).ok());
    LowWater mark = low_water;
    mark.Saw(std::nullopt);
    return mark.value();
  }
  // Writers of other databases of the same server hold the mark back too, for as long as they run.
  bool Reaches(LowWater& low_water, std::int64_t value) {
    return testing::Eventually([&] { return Step(low_water) == value; });
  }
  bool StaysAt(LowWater& low_water, std::int64_t value) {
    return testing::Throughout(std::chrono::milliseconds(300),
                               [&] { return Step(low_water) == value; });
  }

  std::unique_ptr<db::Connection> watcher_;
  std::unique_ptr<db::Connection> writer_;
};

TEST_F(LowWaterTest, MovesWhenNobodyWrites) {
  LowWater low_water;
  EXPECT_TRUE(StaysAt(low_water, 0));
  ASSERT_TRUE(CommitAll({MakeEvent("d1", 1), MakeEvent("d1", 2)}).ok());
  EXPECT_TRUE(Reaches(low_water, 2));
}

TEST_F(LowWaterTest, WaitsForAWriterThatDrewAnId) {
  // The writer is the newest transaction there is: one past the highest ended one. A mark based on
  // pg_snapshot_xmax would miss it.
  db::Transaction writing(*writer_);
  Append(writing, {MakeEvent("d1", 1)});
  ASSERT_TRUE(writing.Read({{"", "SELECT 1"}, {}}).ok());
  LowWater low_water;
  EXPECT_TRUE(StaysAt(low_water, 0));
  ASSERT_TRUE(Commit(MakeEvent("d2", 1)).ok());
  EXPECT_TRUE(StaysAt(low_water, 0)) << "id 1 is still to come";
  ASSERT_TRUE(writing.Commit().ok());
  EXPECT_TRUE(Reaches(low_water, 2));
}

TEST_F(LowWaterTest, AReaderDoesNotHoldItBack) {
  db::Transaction reading(*writer_);
  ASSERT_TRUE(reading.Read({{"", "SELECT count(*) FROM event_history"}, {}}).ok());
  ASSERT_TRUE(Commit(MakeEvent("d1", 1)).ok());
  LowWater low_water;
  EXPECT_TRUE(Reaches(low_water, 1));
}

TEST_F(LowWaterTest, NeverPassesWhatIsNotPublished) {
  ASSERT_TRUE(CommitAll({MakeEvent("d1", 1), MakeEvent("d1", 2), MakeEvent("d1", 3)}).ok());
  LowWater low_water;
  EXPECT_TRUE(Reaches(low_water, 3));
  low_water.Saw(2);
  EXPECT_EQ(low_water.value(), 1);
  low_water.Saw(std::nullopt);
  EXPECT_EQ(low_water.value(), 3);
  low_water.Saw(2);
  EXPECT_EQ(low_water.value(), 3) << "it never goes back";
}

}  // namespace
}  // namespace motcua::outbox
