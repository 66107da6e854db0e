#include "motcua/calendarfeed/calendar_feed.h"

#include <gtest/gtest.h>

#include "motcua/processing/events/v1/rules_events.pb.h"

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

outbox::Event Published(const std::string& version, int epoch, std::int64_t sequence,
                        const std::string& document) {
  processing::events::v1::CalendarPublished message;
  message.set_version(version);
  message.set_document(document);
  return {.type = message.GetDescriptor()->full_name(),
          .epoch = epoch,
          .sequence = sequence,
          .payload = message.SerializeAsString()};
}

class CalendarFeedTest : public ::testing::Test {
 protected:
  absl::Status Take(const outbox::Event& event) {
    return (*pool_)->Run(CallContext(), "take", [&](db::Transaction& transaction) {
      return TakeCalendar(transaction, event);
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
  ASSERT_TRUE(Take(Published("b", 1, 2, Document("b"))).ok());
  ASSERT_TRUE(Take(Published("a", 1, 1, Document("a"))).ok());
  EXPECT_EQ(InForce(), "b");
  // A restored database counts again from 1 in a higher epoch.
  ASSERT_TRUE(Take(Published("a", 2, 1, Document("a"))).ok());
  EXPECT_EQ(InForce(), "a");
  ASSERT_TRUE(Take(Published("b", 1, 2, Document("b"))).ok());
  EXPECT_EQ(InForce(), "a");
}

TEST_F(CalendarFeedTest, WhatCannotBeUsedNeverComesIntoForce) {
  ASSERT_TRUE(Take(Published("a", 1, 1, Document("a"))).ok());
  for (const auto& event :
       {Published("b", 1, 2, "{}"), Published("b", 1, 2, Document("another"))}) {
    const absl::Status taken = Take(event);
    EXPECT_EQ(taken.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(Reason(taken), "CALENDAR_INVALID");
  }
  outbox::Event garbage = Published("b", 1, 2, "");
  garbage.payload = "\xff\xff";
  EXPECT_EQ(Reason(Take(garbage)), "EVENT_UNREADABLE");
  EXPECT_EQ(InForce(), "a");
}

TEST(CalendarFeedTypeTest, OneTypeIsMeant) {
  EXPECT_TRUE(IsCalendar("motcua.processing.events.v1.CalendarPublished"));
  EXPECT_FALSE(IsCalendar("motcua.processing.events.v1.WorkflowApproved"));
}

}  // namespace
}  // namespace motcua::calendarfeed
