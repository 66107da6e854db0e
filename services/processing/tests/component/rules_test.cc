#include <atomic>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/db/connection.h"
#include "motcua/testing/eventually.h"
#include "motcua/testing/table_snapshot.h"
#include "motcua/wire/time.h"

#include "component/province.h"

namespace motcua::processing::testing {
namespace {

using motcua::testing::Eventually;
using motcua::testing::SnapshotTables;
using Rules = v1::RulesService::Stub;
using Stub = v1::ProcessingService::Stub;

v1::LoadCalendarRequest Calendar(const std::string& version,
                                 const std::vector<std::string>& days_off = {}) {
  v1::LoadCalendarRequest request;
  request.set_document(ACalendar(version, days_off));
  return request;
}

// One province with two replicas for all tests, regardless of calendars loaded by other tests.
class RulesTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { shared_ = std::make_unique<Province>(2); }
  static void TearDownTestSuite() { shared_.reset(); }
  static std::unique_ptr<Province> shared_;
  Province& province_ = *shared_;
};

std::unique_ptr<Province> RulesTest::shared_;

TEST_F(RulesTest, ANewCalendarRedatesOpenDossiersAndLeavesTheRest) {
  const v1::Dossier open = province_.InProcess();
  const v1::Dossier withdrawn =
      Must(province_.replica().Do(&Stub::WithdrawDossier, ByCitizen<v1::WithdrawDossierRequest>(
                                                              province_.InProcess(), "Rút")))
          .dossier();
  intake::events::v1::DossierAccepted without_limit = AnAcceptance();
  without_limit.clear_limit();
  without_limit.mutable_facts()->clear_due_at();
  v1::Dossier endless;
  endless.set_dossier_id(province_.intake().Hold(without_limit).key);
  endless = province_.Read(endless);

  province_.SetClock("2025-03-13T08:00");
  const auto loaded =
      Must(province_.replica(1).Do(&Rules::LoadCalendar, Calendar("test-2", {"2025-03-14"})));
  EXPECT_TRUE(loaded.changed());
  EXPECT_EQ(loaded.version(), "test-2");
  ASSERT_TRUE(Eventually([&] { return province_.Read(open).sequence() == 2; }));

  const v1::Dossier redated = province_.Read(open);
  EXPECT_EQ(redated.revision(), open.revision()) << "no person decided anything";
  EXPECT_EQ(wire::ToInstant(redated.due_at()), At("2025-03-20T09:15"));
  const v1::ExplainDueDateResponse why = province_.Explain(open);
  ASSERT_EQ(why.ledger_size(), 2);
  EXPECT_EQ(why.ledger(1).cause(), "CALENDAR");
  EXPECT_EQ(why.ledger(1).calendar_version(), "test-2");
  EXPECT_EQ(wire::ToInstant(why.ledger(1).at()), At("2025-03-13T08:00"));
  EXPECT_EQ(wire::ToInstant(why.ledger(1).due_before()), At("2025-03-19T09:15"));
  EXPECT_EQ(wire::ToInstant(why.ledger(1).due_after()), At("2025-03-20T09:15"));
  const v1::GetTimelineResponse timeline = province_.Timeline(open);
  ASSERT_EQ(timeline.entries_size(), 2);
  EXPECT_EQ(timeline.entries(1).event_type(), "motcua.processing.events.v1.DueDateRecomputed");
  EXPECT_EQ(timeline.entries(1).facts().actor().kind(), type::v1::ACTOR_KIND_SYSTEM);
  EXPECT_EQ(timeline.entries(1).facts().due_at().seconds(), redated.due_at().seconds());

  // A dossier whose date does not move only records the version; an ended one keeps its version.
  const auto versions = [&] {
    const auto connection = db::Connection::Open({.dsn = province_.dsn()});
    const auto rows =
        (*connection)
            ->Execute({{"versions",
                        "SELECT calendar_version FROM dossiers WHERE id = ANY("
                        "ARRAY[$1, $2]::uuid[]) ORDER BY id = $2::uuid"},
                       db::Params().Text(withdrawn.dossier_id()).Text(endless.dossier_id())});
    return std::pair((*rows)[0].Text("calendar_version"), (*rows)[1].Text("calendar_version"));
  };
  EXPECT_TRUE(Eventually(
      [&] { return versions() == std::pair<std::string, std::string>("test-1", "test-2"); }));
  EXPECT_EQ(province_.Timeline(endless).entries_size(), 0);
  EXPECT_EQ(province_.Timeline(withdrawn).entries_size(), 2);

  // The form that a clerk had open is still valid.
  EXPECT_TRUE(province_.replica()
                  .Do(&Stub::ForwardDossier, On<v1::ForwardDossierRequest>(open, kOffice))
                  .ok());
}

TEST(Redating, ADossierThatCannotBeReDatedHoldsUpNoOtherAndIsTriedAgainOnceItIsMended) {
  using Operations = operations::v1::OperationsService::Stub;
  Province province(1);
  const v1::Dossier broken = province.InProcess();
  const v1::Dossier open = province.InProcess();
  const auto spoil_or_mend = [&] {  // its document is other bytes, and then those of before
    const auto connection = db::Connection::Open({.dsn = province.dsn()});
    ASSERT_TRUE((*connection)
                    ->Execute({{"spoil_or_mend",
                                "UPDATE dossiers SET document = CASE get_byte(document, 0)"
                                " WHEN 255 THEN substr(document, 2)"
                                " ELSE '\\xff'::bytea || document END WHERE id = $1"},
                               db::Params().Text(broken.dossier_id())})
                    .ok());
  };
  const auto set_aside = [&] {
    return Must(
        province.replica().Do(&Operations::ListSetAside, operations::v1::ListSetAsideRequest()));
  };

  spoil_or_mend();
  ASSERT_TRUE(province.replica().Do(&Rules::LoadCalendar, Calendar("test-2", {"2025-03-14"})).ok());
  EXPECT_TRUE(Eventually([&] { return province.Read(open).sequence() == 2; }));
  ASSERT_TRUE(Eventually([&] { return set_aside().items_size() == 1; }));
  const operations::v1::SetAsideItem item = set_aside().items(0);
  EXPECT_EQ(item.worker(), "redate");
  EXPECT_EQ(item.item(), broken.dossier_id());
  EXPECT_EQ(item.reason(), "DATA_CORRUPT");
  EXPECT_EQ(item.tries(), 1);
  EXPECT_EQ(item.again_at().seconds() - item.since().seconds(), 600);
  EXPECT_THAT(
      province.replica().Metrics(),
      ::testing::HasSubstr("motcua_shard_set_aside_items{purpose=\"redate\",shard=\"0\"} 1\n"));

  operations::v1::RetrySetAsideRequest retry;
  retry.set_worker("redate");
  retry.set_item(broken.dossier_id());
  EXPECT_EQ(Must(province.replica().Do(&Operations::RetrySetAside, retry)).retried(), 1);
  EXPECT_TRUE(Eventually([&] {
    return set_aside().items_size() == 1 && set_aside().items(0).tries() == 2;
  })) << "not mended yet";

  spoil_or_mend();
  EXPECT_EQ(Must(province.replica().Do(&Operations::RetrySetAside, retry)).retried(), 1);
  EXPECT_TRUE(Eventually([&] { return province.Read(broken).sequence() == 2; }));
  EXPECT_TRUE(Eventually([&] { return set_aside().items_size() == 0; }));
}

TEST_F(RulesTest, AVersionNeverChanges) {
  province_.WaitUntilQuiet();
  // Only the answer is kept, for the case that the call is repeated.
  const auto tables = [&] {
    auto all = SnapshotTables(province_.dsn());
    all.erase("idempotency_keys");
    return all;
  };
  const auto before = tables();

  v1::LoadWorkflowsRequest workflows;
  *workflows.add_workflows() = AWorkflow();
  EXPECT_EQ(Must(province_.replica().Do(&Rules::LoadWorkflows, workflows)).workflows_changed(), 0);
  EXPECT_FALSE(Must(province_.replica().Do(&Rules::LoadCalendar, Calendar("test-1"))).changed());

  workflows.mutable_workflows(0)->set_name_vi("Tên khác");
  // All or nothing: the new one beside it is not loaded either.
  *workflows.add_workflows() = AWorkflow();
  workflows.mutable_workflows(1)->set_version(2);
  v1::LoadCalendarRequest calendar = Calendar("test-1", {"2025-03-14"});
  for (const bool dry_run : {true, false}) {  // a dry run must refuse, too
    workflows.set_dry_run(dry_run);
    calendar.set_dry_run(dry_run);
    EXPECT_EQ(Reason(province_.replica().Do(&Rules::LoadWorkflows, workflows).status()),
              "VERSION_FROZEN");
    EXPECT_EQ(Reason(province_.replica().Do(&Rules::LoadCalendar, calendar).status()),
              "VERSION_FROZEN");
  }
  EXPECT_EQ(tables(), before);
}

TEST_F(RulesTest, ARepeatedLoadGetsItsAnswerAndChangesNothing) {
  v1::LoadWorkflowsRequest workflows;
  *workflows.add_workflows() = AWorkflow();
  workflows.mutable_workflows(0)->set_version(7);
  const v1::LoadCalendarRequest calendar = Calendar("test-7", {"2025-03-14"});
  EXPECT_EQ(Reason(province_.replica().DoWithoutKey(&Rules::LoadWorkflows, workflows).status()),
            "IDEMPOTENCY_KEY_MISSING");
  EXPECT_EQ(Reason(province_.replica().DoWithoutKey(&Rules::LoadCalendar, calendar).status()),
            "IDEMPOTENCY_KEY_MISSING");
  const auto loaded = Must(province_.replica().Do(&Rules::LoadWorkflows, workflows, "again"));
  const auto dated = Must(province_.replica().Do(&Rules::LoadCalendar, calendar, "again"));
  EXPECT_EQ(loaded.workflows_changed(), 1);
  EXPECT_TRUE(dated.changed());

  province_.WaitUntilQuiet();
  const auto before = SnapshotTables(province_.dsn());
  // A replica that knows nothing of the first calls gives their answers.
  EXPECT_EQ(
      Must(province_.replica(1).Do(&Rules::LoadWorkflows, workflows, "again")).SerializeAsString(),
      loaded.SerializeAsString());
  EXPECT_EQ(
      Must(province_.replica(1).Do(&Rules::LoadCalendar, calendar, "again")).SerializeAsString(),
      dated.SerializeAsString());
  workflows.mutable_workflows(0)->set_version(8);
  EXPECT_EQ(Reason(province_.replica().Do(&Rules::LoadWorkflows, workflows, "again").status()),
            "IDEMPOTENCY_KEY_REUSED");
  EXPECT_EQ(
      Reason(province_.replica().Do(&Rules::LoadCalendar, Calendar("test-8"), "again").status()),
      "IDEMPOTENCY_KEY_REUSED");
  EXPECT_EQ(SnapshotTables(province_.dsn()), before);
}

// Each with a key of its own: operators at two desks load the same files.
TEST_F(RulesTest, OfLoadsAtTheSameTimeOneAdds) {
  v1::LoadWorkflowsRequest workflows;
  *workflows.add_workflows() = AWorkflow();
  workflows.mutable_workflows(0)->set_version(6);
  std::atomic<int> changed = 0;
  {
    std::vector<std::jthread> operators;
    for (int i = 0; i < 6; ++i) {
      operators.emplace_back([&, i] {
        changed +=
            Must(province_.replica(i % 2).Do(&Rules::LoadWorkflows, workflows)).workflows_changed();
        changed +=
            Must(province_.replica(i % 2).Do(&Rules::LoadCalendar, Calendar("test-6"))).changed()
                ? 1
                : 0;
      });
    }
  }
  EXPECT_EQ(changed, 2);
}

TEST_F(RulesTest, ACheckWritesNothing) {
  province_.WaitUntilQuiet();
  const auto before = SnapshotTables(province_.dsn());
  v1::LoadWorkflowsRequest workflows;
  *workflows.add_workflows() = AWorkflow();
  workflows.mutable_workflows(0)->set_version(9);
  workflows.set_dry_run(true);
  const auto checked = Must(province_.replica().DoWithoutKey(&Rules::LoadWorkflows, workflows));
  EXPECT_EQ(checked.unverified(), 1);
  EXPECT_EQ(checked.workflows_changed(), 1) << "what the load would change";
  v1::LoadCalendarRequest calendar = Calendar("test-9", {"2025-03-14"});
  calendar.set_dry_run(true);
  const auto calendar_checked = Must(province_.replica().Do(&Rules::LoadCalendar, calendar));
  EXPECT_EQ(calendar_checked.version(), "test-9");
  EXPECT_TRUE(calendar_checked.changed());
  EXPECT_EQ(SnapshotTables(province_.dsn()), before);

  workflows.set_dry_run(false);
  EXPECT_EQ(Must(province_.replica().Do(&Rules::LoadWorkflows, workflows)).workflows_changed(), 1);
  EXPECT_NE(SnapshotTables(province_.dsn()), before);
}

TEST_F(RulesTest, AllFaultsAreNamedAtOnce) {
  province_.WaitUntilQuiet();
  const auto before = SnapshotTables(province_.dsn());
  v1::LoadWorkflowsRequest request;
  workflow::v1::Workflow& first = *request.add_workflows();
  first = AWorkflow();
  first.clear_approved_by();
  first.mutable_stages(1)->mutable_steps(0)->set_hours(-1);
  first.mutable_stages(1)->mutable_steps(1)->clear_agency_code();
  first.mutable_stages(2)->mutable_steps(0)->set_kind(workflow::v1::STEP_KIND_HAND_OVER);
  workflow::v1::Workflow& second = *request.add_workflows();
  second = AWorkflow();
  second.set_id("wf-2");
  second.mutable_stages(3)->mutable_steps(0)->set_id("receive");
  const absl::Status status = province_.replica().Do(&Rules::LoadWorkflows, request).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Reason(status), "WORKFLOW_INVALID");
  std::vector<std::string> fields;
  for (const auto& [field, message] : Metadata(status)) {
    fields.push_back(field);
  }
  EXPECT_THAT(fields, ::testing::UnorderedElementsAre("faults", "workflows[0].approval_document",
                                                      "workflows[0].stages[1].steps[0].hours",
                                                      "workflows[0].stages[1].steps[1].agency_code",
                                                      "workflows[0].stages[2].steps[0].kind",
                                                      "workflows[1].stages[3].steps[0].id"));

  EXPECT_EQ(
      Reason(province_.replica().Do(&Rules::LoadWorkflows, v1::LoadWorkflowsRequest()).status()),
      "WORKFLOW_INVALID");
  v1::LoadCalendarRequest calendar;
  for (const std::string& document :
       {std::string("{"), std::string("{}"), ACalendar("", {}), std::string(300UL * 1024, ' ')}) {
    calendar.set_document(document);
    EXPECT_EQ(Reason(province_.replica().Do(&Rules::LoadCalendar, calendar).status()),
              "CALENDAR_INVALID");
  }
  EXPECT_EQ(SnapshotTables(province_.dsn()), before);
}

}  // namespace
}  // namespace motcua::processing::testing
