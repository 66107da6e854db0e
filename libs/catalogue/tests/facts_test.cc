#include "motcua/catalogue/facts.h"

#include <gtest/gtest.h>

#include "motcua/intake/events/v1/catalogue_events.pb.h"
#include "motcua/processing/events/v1/rules_events.pb.h"

#include "motcua/base/error.h"
#include "motcua/db/pool.h"
#include "motcua/testing/temp_database.h"

namespace motcua::catalogue {
namespace {

using intake::events::v1::AgencyPublished;
using intake::events::v1::ProcedurePublished;
using intake::events::v1::RuleSetPublished;
using processing::events::v1::CalendarPublished;

std::string Document(const std::string& version) {
  return R"({"version": ")" + version +
         R"(", "office_hours": [{"weekdays": ["mon"], "from": "07:30", "to": "11:30"}],)"
         R"( "years": [2026], "days": []})";
}

CalendarPublished ACalendar(const std::string& version) {
  CalendarPublished message;
  message.set_version(version);
  message.set_document(Document(version));
  return message;
}

AgencyPublished AnAgency(const std::string& code, const std::string& valid_to) {
  AgencyPublished message;
  message.mutable_agency()->set_code(code);
  message.mutable_agency()->set_valid_to(valid_to);
  return message;
}

RuleSetPublished ARuleSet(const std::string& id, int hours) {
  RuleSetPublished message;
  message.mutable_rule_set()->set_id(id);
  message.mutable_rule_set()->set_acceptance_limit_hours(hours);
  return message;
}

class FactsTest : public ::testing::Test {
 protected:
  absl::Status TakeBytes(const std::string& type, const std::string& payload, int epoch,
                         std::int64_t sequence) {
    return (*pool_)->Run({}, "take", [&](db::Transaction& transaction) {
      return handler_.Apply(
          {}, transaction,
          {.type = type, .epoch = epoch, .sequence = sequence, .payload = payload});
    });
  }
  absl::Status Take(const google::protobuf::Message& message, int epoch, std::int64_t sequence) {
    return TakeBytes(message.GetDescriptor()->full_name(), message.SerializeAsString(), epoch,
                     sequence);
  }
  db::Result Rows(const db::Query& query) { return *(*(*pool_)->Acquire({}))->Execute(query); }
  std::string CalendarInForce() {
    const auto calendar = ReadNewestCalendar(Rows(NewestCalendarQuery()));
    EXPECT_TRUE(calendar.ok()) << calendar.status();
    return *calendar == nullptr ? "" : (*calendar)->version();
  }
  std::string AgencyEnd() {
    static const db::MadeStatement kAll = Agencies().Select("all_agencies", "");
    const auto agencies = Agencies().ReadAll(Rows({kAll, {}}));
    return agencies.size() == 1 ? agencies.front().valid_to : "not one";
  }
  int Hours() {
    static const db::MadeStatement kAll = RuleSets().Select("all_rule_sets", "");
    const auto rule_sets = RuleSets().ReadAll(Rows({kAll, {}}));
    v1::RuleSet document;
    EXPECT_TRUE(rule_sets.size() == 1 && document.ParseFromString(rule_sets.front().document));
    return document.acceptance_limit_hours();
  }
  std::int64_t Followed() {
    return Rows({{"followed", "SELECT times FROM followed"}, {}}).front().Int("times");
  }

  testing::TempDatabase database_ = testing::TempDatabase::Create(
      {"libs/catalogue/db/agencies.sql", "libs/catalogue/db/rule_sets.sql",
       "libs/catalogue/db/calendars.sql", "libs/catalogue/tests/followed.sql"});
  absl::StatusOr<std::unique_ptr<db::Pool>> pool_ =
      db::Pool::Create({.connection = {.dsn = database_.dsn()}});
  FactHandler handler_{{TakeAgencies(), TakeRuleSets(), TakeCalendars()},
                       db::Statement{"follow", "UPDATE followed SET times = times + 1"}};
};

// A restored database counts again from an earlier sequence, in a higher epoch.
TEST_F(FactsTest, TheEpochIsComparedBeforeTheSequence) {
  ASSERT_TRUE(Take(AnAgency("H99.1", "2026-01-31"), 1, 5).ok());
  ASSERT_TRUE(Take(AnAgency("H99.1", "2026-03-31"), 1, 4).ok());
  EXPECT_EQ(AgencyEnd(), "2026-01-31");
  ASSERT_TRUE(Take(AnAgency("H99.1", "2026-02-28"), 2, 3).ok());
  ASSERT_TRUE(Take(AnAgency("H99.1", "2026-03-31"), 1, 6).ok());
  EXPECT_EQ(AgencyEnd(), "2026-02-28");
  ASSERT_TRUE(Take(ARuleSet("r", 8), 1, 5).ok());
  ASSERT_TRUE(Take(ARuleSet("r", 4), 2, 3).ok());
  ASSERT_TRUE(Take(ARuleSet("r", 8), 1, 6).ok());
  EXPECT_EQ(Hours(), 4);
}

TEST_F(FactsTest, TheCalendarPublishedLastIsInForceInWhateverOrderTheyCome) {
  EXPECT_EQ(CalendarInForce(), "");
  ASSERT_TRUE(Take(ACalendar("b"), 1, 2).ok());
  ASSERT_TRUE(Take(ACalendar("a"), 1, 1).ok());
  EXPECT_EQ(CalendarInForce(), "b");
  ASSERT_TRUE(Take(ACalendar("a"), 2, 1).ok());
  EXPECT_EQ(CalendarInForce(), "a");
  ASSERT_TRUE(Take(ACalendar("b"), 1, 2).ok());
  EXPECT_EQ(CalendarInForce(), "a");
}

TEST_F(FactsTest, ACalendarThatCannotBeUsedNeverComesIntoForce) {
  ASSERT_TRUE(Take(ACalendar("a"), 1, 1).ok());
  CalendarPublished empty = ACalendar("b");
  empty.set_document("{}");
  CalendarPublished another = ACalendar("another");
  another.set_version("b");
  for (const CalendarPublished& message : {empty, another}) {
    const absl::Status taken = Take(message, 1, 2);
    EXPECT_EQ(taken.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(Reason(taken), "CALENDAR_INVALID");
  }
  EXPECT_EQ(CalendarInForce(), "a");
}

TEST_F(FactsTest, WhatIsNotOfItsTypeOrNamesNothingIsRefused) {
  for (const absl::Status& taken :
       {Take(AnAgency("", ""), 1, 1), Take(ARuleSet("", 8), 1, 1),
        TakeBytes(AgencyPublished::descriptor()->full_name(), "\xff\xff", 1, 1)}) {
    EXPECT_EQ(taken.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(Reason(taken), "EVENT_UNREADABLE");
  }
}

TEST_F(FactsTest, WhatNobodyTakesIsKnownAndMovesNothing) {
  EXPECT_TRUE(handler_.Handles(ProcedurePublished::descriptor()->full_name()));
  EXPECT_FALSE(handler_.Handles("motcua.intake.events.v1.DossierFiled"));
  ASSERT_TRUE(Take(AnAgency("H99.1", ""), 1, 1).ok());
  ASSERT_TRUE(Take(ProcedurePublished(), 1, 1).ok());
  EXPECT_EQ(Followed(), 1);
}

}  // namespace
}  // namespace motcua::catalogue
