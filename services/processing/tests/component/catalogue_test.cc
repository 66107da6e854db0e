#include <gtest/gtest.h>

#include "motcua/intake/events/v1/catalogue_events.pb.h"

#include "motcua/base/error.h"
#include "motcua/base/uuid.h"
#include "motcua/catalogue/facts.h"
#include "motcua/db/pool.h"
#include "motcua/inbox/inbox.h"
#include "motcua/testing/temp_database.h"

#include "component/documents.h"
#include "store/pg_rule_book.h"

namespace motcua::processing::testing {
namespace {

using intake::events::v1::AgencyPublished;
using intake::events::v1::RuleSetPublished;

// The consumer of motcua.intake.catalogue.v1, and what commands read from it.
class CatalogueTest : public ::testing::Test {
 protected:
  void Publish(const google::protobuf::Message& message, int epoch, std::int64_t sequence) {
    const auto taken = inbox_->Take({}, {.event_id = RandomIdGenerator().NewId(),
                                         .stream = "catalogue",
                                         .key = "a fact",
                                         .type = message.GetDescriptor()->full_name(),
                                         .epoch = epoch,
                                         .sequence = sequence,
                                         .occurred_at = At("2025-03-12T09:15"),
                                         .payload = message.SerializeAsString()});
    ASSERT_TRUE(taken.ok()) << taken.status();
    EXPECT_EQ(*taken, inbox::Taken::kApplied);
  }
  void PublishAgency(const std::string& valid_to, int epoch, std::int64_t sequence) {
    AgencyPublished message;
    message.mutable_agency()->set_code(kOffice);
    message.mutable_agency()->set_valid_to(valid_to);
    Publish(message, epoch, sequence);
  }
  void PublishRuleSet(int supplement_limit_days, int epoch, std::int64_t sequence) {
    RuleSetPublished message;
    message.mutable_rule_set()->set_id(kRuleSet);
    message.mutable_rule_set()->set_supplement_limit_days(supplement_limit_days);
    Publish(message, epoch, sequence);
  }

  const motcua::testing::TempDatabase database_ = motcua::testing::MigratedDatabase("processing");
  const std::unique_ptr<db::Pool> pool_ =
      *db::Pool::Create({.connection = {.dsn = database_.dsn()}, .size = 2});
  catalogue::FactHandler handler_{{catalogue::TakeAgencies(), catalogue::TakeRuleSets()}};
  const std::unique_ptr<inbox::Inbox> inbox_ = inbox::Inbox::Create(
      *pool_, handler_, {.consumer = "processing.catalogue", .source = "intake", .ordered = false});
  PgRuleBook rules_{*pool_, std::chrono::seconds(0)};  // nothing is cached
};

// A restored database counts again from an earlier sequence, in a higher epoch.
TEST_F(CatalogueTest, ACorrectionAfterARestoreOfIntakeIsTaken) {
  const Instant now = At("2025-03-12T09:15");
  PublishAgency("2025-01-31", 1, 5);
  PublishAgency("", 2, 3);
  PublishAgency("2025-01-31", 1, 6);
  EXPECT_TRUE(rules_.CheckAgency("agency", kOffice, now).ok());
  PublishRuleSet(10, 1, 5);
  PublishRuleSet(15, 2, 3);
  PublishRuleSet(10, 1, 6);
  EXPECT_EQ(rules_.FindRuleSet(kRuleSet).value()->supplement_limit_days, 15);
}

TEST_F(CatalogueTest, ACorrectedRuleSetReachesWhoHasReadTheOneBefore) {
  PublishRuleSet(10, 1, 5);
  ASSERT_EQ(rules_.FindRuleSet(kRuleSet).value()->supplement_limit_days, 10);
  PublishRuleSet(15, 1, 6);
  EXPECT_EQ(rules_.FindRuleSet(kRuleSet).value()->supplement_limit_days, 15);
}

TEST(FactEpochsTest, TheChangeOfTablesKeepsWhatIsStored) {
  const std::string service = "services/processing/";
  const auto database = motcua::testing::TempDatabase::Create(
      {service + "db/deploy/event_flow.sql", service + "db/deploy/rules.sql",
       service + "tests/component/facts_before.sql", service + "db/deploy/fact_epochs.sql"});
  const auto pool = *db::Pool::Create({.connection = {.dsn = database.dsn()}, .size = 1});
  PgRuleBook rules(*pool);
  const Instant now = At("2025-03-12T09:15");
  EXPECT_TRUE(rules.CheckAgency("agency", kOffice, now).ok());
  EXPECT_EQ(Reason(rules.CheckAgency("agency", kClosedOffice, now)), "AGENCY_CLOSED");
  EXPECT_TRUE(rules.FindRuleSet(kRuleSet).ok());
}

}  // namespace
}  // namespace motcua::processing::testing
