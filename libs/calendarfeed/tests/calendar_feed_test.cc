#include "motcua/calendarfeed/calendar_feed.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/db/pool.h"
#include "motcua/testing/temp_database.h"

namespace motcua::calendarfeed {
namespace {

std::string Document(const std::string& version) {
  return R"({"version": ")" + version +
         R"(", "office_hours": [{"weekdays": ["mon"], "from": "07:30", "to": "11:30"}],)"
         R"( "years": [2026], "days": []})";
}

class CalendarFeedTest : public ::testing::Test {
 protected:
  absl::Status Take(const PublishedCalendar& published) {
    return (*pool_)->Run(CallContext(), "take", [&](db::Transaction& transaction) {
      return TakeCalendar(transaction, published);
    });
  }
  std::string InForce() {
    const auto lease = (*pool_)->Acquire(CallContext());
    const auto rows = (*lease)->Execute(NewestCalendarQuery());
    const auto calendar = ReadNewestCalendar(*rows);
    EXPECT_TRUE(calendar.ok()) << calendar.status();
    return *calendar == nullptr ? "" : (*calendar)->version();
  }

  testing::TempDatabase database_ =
      testing::TempDatabase::Create({MOTCUA_SOURCE_DIR "/libs/calendarfeed/db/calendars.sql"});
  absl::StatusOr<std::unique_ptr<db::Pool>> pool_ =
      db::Pool::Create({.connection = {.dsn = database_.dsn()}});
};

TEST_F(CalendarFeedTest, TheLastPublishedIsInForceInWhateverOrderTheyCome) {
  EXPECT_EQ(InForce(), "");
  ASSERT_TRUE(Take({"b", Document("b"), 1, 2}).ok());
  ASSERT_TRUE(Take({"a", Document("a"), 1, 1}).ok());
  EXPECT_EQ(InForce(), "b");
  // A restored database counts again from 1 in a higher epoch.
  ASSERT_TRUE(Take({"a", Document("a"), 2, 1}).ok());
  EXPECT_EQ(InForce(), "a");
  ASSERT_TRUE(Take({"b", Document("b"), 1, 2}).ok());
  EXPECT_EQ(InForce(), "a");
}

TEST_F(CalendarFeedTest, WhatCannotBeUsedNeverComesIntoForce) {
  ASSERT_TRUE(Take({"a", Document("a"), 1, 1}).ok());
  for (const PublishedCalendar& event :
       {PublishedCalendar{"b", "{}", 1, 2}, PublishedCalendar{"b", Document("another"), 1, 2}}) {
    const absl::Status taken = Take(event);
    EXPECT_EQ(taken.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(Reason(taken), "CALENDAR_INVALID");
  }
  EXPECT_EQ(InForce(), "a");
}

}  // namespace
}  // namespace motcua::calendarfeed
