#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/catalogue/v1/catalogue.pb.h"

#include "motcua/base/error.h"
#include "motcua/base/uuid.h"
#include "motcua/db/connection.h"
#include "motcua/db/pool.h"
#include "motcua/inbox/inbox.h"
#include "motcua/outbox/event.h"
#include "motcua/testing/eventually.h"
#include "motcua/testing/table_snapshot.h"
#include "motcua/wire/time.h"

#include "component/province.h"
#include "messaging/acceptance_handler.h"
#include "store/pg_rule_book.h"

namespace motcua::processing::testing {
namespace {

using Stub = v1::ProcessingService::Stub;

// The consumer of motcua.intake.dossier.v1 as the program makes it, fed by the test in Kafka's
// place.
class Consumer {
 public:
  explicit Consumer(const std::string& dsn)
      : pool_(*db::Pool::Create({.connection = {.dsn = dsn}, .size = 2})),
        rule_pool_(*db::Pool::Create({.connection = {.dsn = dsn}, .size = 1})),
        rules_(*rule_pool_),
        clock_(At("2025-03-12T10:00")),
        handler_(rules_, clock_, ids_, [](const std::string&) {}),
        inbox_(inbox::Inbox::Create(
            *pool_, handler_, {.consumer = "processing.intake-dossiers", .source = "intake"})) {}

  absl::StatusOr<inbox::Taken> Deliver(const outbox::Event& event) {
    return inbox_->TakeMessage({}, outbox::ToMessage("intake", event));
  }
  absl::StatusOr<int> Drain() { return inbox_->DrainParked({}, 100); }

 private:
  std::unique_ptr<db::Pool> pool_;
  std::unique_ptr<db::Pool> rule_pool_;
  PgRuleBook rules_;
  SettableClock clock_;
  RandomIdGenerator ids_;
  AcceptanceHandler handler_;
  std::unique_ptr<inbox::Inbox> inbox_;
};

// One province for all tests; each has dossiers of its own.
class AcceptanceTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { shared_ = std::make_unique<Province>(); }
  static void TearDownTestSuite() { shared_.reset(); }
  static std::unique_ptr<Province> shared_;
  Province& province_ = *shared_;
};

std::unique_ptr<Province> AcceptanceTest::shared_;

TEST_F(AcceptanceTest, AcceptedAndForwardedAtOnceThoughTheEventNeverCame) {
  const outbox::Event event = province_.intake().Hold(AnAcceptance());
  v1::Dossier seen;  // from intake's answer, as in the clerk's form
  seen.set_dossier_id(event.key);
  seen.set_revision(1);

  const v1::Dossier forwarded =
      Must(province_.replica().Do(&Stub::ForwardDossier,
                                  On<v1::ForwardDossierRequest>(seen, kCounter)))
          .dossier();
  EXPECT_EQ(forwarded.state(), type::v1::DOSSIER_STATE_IN_PROCESS);
  EXPECT_EQ(forwarded.sequence(), 1);
  EXPECT_EQ(forwarded.intake_sequence(), 1);
  EXPECT_EQ(forwarded.revision(), 2);
  EXPECT_EQ(wire::ToInstant(forwarded.due_at()), At("2025-03-19T09:15"));
  ASSERT_EQ(forwarded.tasks_size(), 3);
  EXPECT_EQ(forwarded.tasks(1).agency(), kOffice);
  EXPECT_EQ(forwarded.tasks(2).agency(), kPartner);

  // Kafka delivers it later, twice.
  province_.WaitUntilQuiet();
  Consumer consumer(province_.dsn());
  const auto before = motcua::testing::SnapshotTables(province_.dsn());
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(Must(consumer.Deliver(event)), inbox::Taken::kDuplicate);
  }
  EXPECT_EQ(motcua::testing::SnapshotTables(province_.dsn()), before);
}

TEST_F(AcceptanceTest, WhatKafkaBroughtIsNotPulledAgain) {
  const outbox::Event event = province_.intake().Hold(AnAcceptance());
  const int pulls_before = province_.intake().history_calls();
  Consumer consumer(province_.dsn());
  EXPECT_EQ(Must(consumer.Deliver(event)), inbox::Taken::kApplied);
  v1::Dossier dossier;
  dossier.set_dossier_id(event.key);
  EXPECT_EQ(province_.Read(dossier).state(), type::v1::DOSSIER_STATE_RECEIVED);
  EXPECT_EQ(province_.intake().history_calls(), pulls_before);
}

// Rules of a dossier that are missing or unreadable, and how they arrive.
struct LateRules {
  const char* reason;
  std::function<void(intake::events::v1::DossierAccepted&)> refer;
  const char* before;  // SQL; empty: nothing is there
  std::function<void(Province&)> bring;
};

void PutRuleSet(Province& province, const std::string& id) {
  catalogue::v1::RuleSet rules;
  rules.set_id(id);
  rules.set_supplement_limit_days(15);
  const auto connection = db::Connection::Open({.dsn = province.dsn()});
  const auto written =
      (*connection)
          ->Execute({{"put_rules",
                      "INSERT INTO rule_sets (id, epoch, sequence, document) VALUES ($1, 1, 1, $2) "
                      "ON CONFLICT (id) DO UPDATE SET document = excluded.document"},
                     db::Params().Text(id).Bytes(rules.SerializeAsString())});
  EXPECT_TRUE(written.ok()) << written.status();
}

void PutWorkflow(Province& province, const std::string& id) {
  workflow::v1::Workflow workflow = AWorkflow();
  workflow.set_id(id);
  const auto connection = db::Connection::Open({.dsn = province.dsn()});
  const auto written =
      (*connection)
          ->Execute(
              {{"put_workflow",
                "INSERT INTO workflows (id, version, procedure_code, document) "
                "VALUES ($1, $2, 'p', $3) "
                "ON CONFLICT (id, version) DO UPDATE SET document = excluded.document"},
               db::Params().Text(id).Int(workflow.version()).Bytes(workflow.SerializeAsString())});
  EXPECT_TRUE(written.ok()) << written.status();
}

void PutCalendar(Province& province, const std::string& version) {
  const auto connection = db::Connection::Open({.dsn = province.dsn()});
  const auto written =
      (*connection)
          ->Execute({{"put_calendar",
                      "INSERT INTO calendars (version, document) VALUES ($1, $2) "
                      "ON CONFLICT (version) DO UPDATE SET document = excluded.document"},
                     db::Params().Text(version).Text(ACalendar(version))});
  EXPECT_TRUE(written.ok()) << written.status();
}

TEST_F(AcceptanceTest, ADossierWhoseRulesAreNotHereWaitsAloneAndIsTakenWhenTheyCome) {
  const std::vector<LateRules> cases = {
      {"RULE_SET_UNKNOWN", [](auto& accepted) { accepted.set_rule_set("rules-late"); }, "",
       [](Province& province) { PutRuleSet(province, "rules-late"); }},
      {"WORKFLOW_UNKNOWN", [](auto& accepted) { accepted.set_workflow_id("wf-late"); }, "",
       [](Province& province) { PutWorkflow(province, "wf-late"); }},
      {"CALENDAR_UNKNOWN", [](auto& accepted) { accepted.set_calendar_version("cal-late"); }, "",
       [](Province& province) { PutCalendar(province, "cal-late"); }},
      {"RULES_UNREADABLE", [](auto& accepted) { accepted.set_rule_set("rules-broken"); },
       "INSERT INTO rule_sets (id, epoch, sequence, document) VALUES ('rules-broken', 1, 1, "
       "'\\xff')",
       [](Province& province) { PutRuleSet(province, "rules-broken"); }},
      {"RULES_UNREADABLE", [](auto& accepted) { accepted.set_rule_set("rules-empty"); },
       "INSERT INTO rule_sets (id, epoch, sequence, document) VALUES ('rules-empty', 1, 1, '')",
       [](Province& province) { PutRuleSet(province, "rules-empty"); }},
      {"RULES_UNREADABLE", [](auto& accepted) { accepted.set_workflow_id("wf-broken"); },
       "INSERT INTO workflows (id, version, procedure_code, document) "
       "VALUES ('wf-broken', 1, 'p', '\\xff')",
       [](Province& province) { PutWorkflow(province, "wf-broken"); }},
      {"RULES_UNREADABLE", [](auto& accepted) { accepted.set_calendar_version("cal-broken"); },
       "INSERT INTO calendars (version, document) VALUES ('cal-broken', '{')",
       [](Province& province) { PutCalendar(province, "cal-broken"); }},
  };
  Consumer consumer(province_.dsn());
  for (const LateRules& late : cases) {
    SCOPED_TRACE(late.reason);
    if (*late.before != '\0') {
      const auto connection = db::Connection::Open({.dsn = province_.dsn()});
      ASSERT_TRUE((*connection)->Script(late.before).ok());
    }
    intake::events::v1::DossierAccepted accepted = AnAcceptance();
    late.refer(accepted);
    const outbox::Event event = province_.intake().Hold(accepted);
    EXPECT_EQ(Must(consumer.Deliver(event)), inbox::Taken::kParked);
    const outbox::Event other = province_.intake().Hold(AnAcceptance());
    EXPECT_EQ(Must(consumer.Deliver(other)), inbox::Taken::kApplied);
    EXPECT_EQ(Reason(consumer.Drain().status()), late.reason);
    late.bring(province_);
    // The replica of the province also drains this consumer's keys; either may be first.
    EXPECT_TRUE(motcua::testing::Eventually([&] {
      consumer.Drain().status().IgnoreError();
      return Must(consumer.Deliver(event)) == inbox::Taken::kDuplicate;
    }));
    v1::Dossier dossier;
    dossier.set_dossier_id(event.key);
    EXPECT_EQ(province_.Read(dossier).state(), type::v1::DOSSIER_STATE_RECEIVED);
  }
}

TEST_F(AcceptanceTest, APrintedDateThatTheArithmeticDoesNotGiveStandsAndRaisesTheAlarm) {
  const auto alarms = [&] {
    return ::testing::Value(
        province_.replica().Metrics(),
        ::testing::HasSubstr("motcua_invariant_violation_total{name=\"due_date_differs\"} 1"));
  };
  province_.Accepted();
  EXPECT_FALSE(alarms());

  intake::events::v1::DossierAccepted altered = AnAcceptance();
  *altered.mutable_facts()->mutable_due_at() = wire::ToProto(At("2025-03-20T09:15"));
  v1::Dossier dossier;
  dossier.set_dossier_id(province_.intake().Hold(altered).key);
  EXPECT_EQ(wire::ToInstant(province_.Read(dossier).due_at()), At("2025-03-20T09:15"));
  EXPECT_TRUE(alarms()) << province_.replica().Metrics();
}

}  // namespace
}  // namespace motcua::processing::testing
