#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/processing/events/v1/rules_events.pb.h"

#include "motcua/base/error.h"
#include "motcua/base/uuid.h"
#include "motcua/db/pool.h"
#include "motcua/db/shard_lock.h"
#include "motcua/inbox/inbox.h"
#include "motcua/testing/temp_database.h"
#include "motcua/wire/limit.h"

#include "command/catalogue_loads.h"
#include "command/dossier_commands.h"
#include "command/paper_commands.h"
#include "messaging/rules_catch_up.h"
#include "messaging/rules_handler.h"
#include "store/catalogue_document.h"
#include "store/pg_reader.h"
#include "support/builders.h"

namespace motcua::intake::testing {
namespace {

namespace rules_events = motcua::processing::events::v1;

outbox::Event Fact(const google::protobuf::Message& message, const std::string& key,
                   std::int64_t sequence, int epoch = 1) {
  return {.event_id = RandomIdGenerator().NewId(),
          .stream = "calendar",
          .key = key,
          .type = message.GetDescriptor()->full_name(),
          .epoch = epoch,
          .sequence = sequence,
          .payload = message.SerializeAsString()};
}

outbox::Event Calendar(const std::string& version, std::int64_t sequence, int epoch = 1) {
  rules_events::CalendarPublished message;
  message.set_version(version);
  std::string document = ACalendarDocument();
  document.replace(document.find("test-1"), 6, version);
  message.set_document(document);
  return Fact(message, "calendar", sequence, epoch);
}

outbox::Event Approval(const std::string& id, int version) {
  rules_events::WorkflowApproved message;
  message.mutable_workflow()->set_id(id);
  message.mutable_workflow()->set_version(version);
  return Fact(message, "workflow/" + id + "/" + std::to_string(version), 1);
}

// Commands and use cases over PostgreSQL, on one connection and one more for serials, so that their
// round trips can be counted.
class StoreTest : public ::testing::Test {
 protected:
  StoreTest()
      : database_(motcua::testing::MigratedDatabase("intake")),
        pool_(*db::Pool::Create({.connection = {.dsn = database_.dsn()}, .size = 1})),
        serials_(*db::Pool::Create({.connection = {.dsn = database_.dsn()}, .size = 1})),
        loads_({.clock = clock_, .ids = ids_, .epoch = 3, .on_commit = [] {}}),
        reader_(*pool_, cache_),
        inbox_(inbox::Inbox::Create(
            *pool_, handler_,
            {.consumer = "intake.rules", .source = "processing", .ordered = false})) {
    EXPECT_TRUE(Load(ACatalogue()).ok());
  }

  absl::Status Load(const Catalogue& catalogue) {
    return pool_->Run({}, "LoadCatalogue", [&](db::Transaction& transaction) {
      return loads_.Load(transaction, {}, catalogue, false).status();
    });
  }
  inbox::Taken Take(const outbox::Event& event) {
    const auto taken = inbox_->Take({}, event);
    EXPECT_TRUE(taken.ok()) << taken.status();
    return taken.value_or(inbox::Taken::kDeadLetter);
  }
  void ApproveAll() {
    Take(Calendar("test-1", 1));
    Take(Approval(std::string("wf-") + kPlain, 1));
  }
  std::shared_ptr<const Rules> CurrentRules() { return *reader_.CurrentRules({}); }
  std::int64_t RoundTrips() {
    return (*pool_->Acquire({}))->round_trips() + (*serials_->Acquire({}))->round_trips();
  }

  CallContext Call() {
    CallContext call;
    call.caller = "test";
    call.idempotency_key = ids_.NewId();
    return call;
  }
  /// Runs a transition; the dossier it left is in `last_`.
  absl::Status Do(const std::string& method, const std::string& subject, Transition transition,
                  std::vector<std::string> papers = {}, const Actor& actor = AClerk()) {
    return dossiers_
        .RunAlone({.call = Call(),
                   .method = method,
                   .request_hash = "h",
                   .header = {.subject = subject,
                              .expected_revision = subject.empty() ? 0 : last_.revision,
                              .actor = actor,
                              .reason = {},
                              .legal_ground = {}},
                   .request = {.transition = std::move(transition), .papers = std::move(papers)},
                   .encode =
                       [this](const Dossier& dossier, const Decision&) {
                         last_ = dossier;
                         return std::string("answer");
                       }})
        .status();
  }
  absl::Status File(const DossierContent& content) {
    return Do(
        "FileDossier", "",
        [content](Dossier& dossier, const Situation& situation) {
          return FileOnline(dossier, situation, content);
        },
        PapersOf(content.parts), ACitizen());
  }
  DossierContent ContentWithPaper() {
    DossierContent content = AContent();
    content.parts[0].paper_ids = {*papers_.RunAlone(
        {.call = Call(),
         .method = "UploadPaper",
         .request_hash = "h",
         .header = {},
         .request = {.file_name = "a.pdf", .media_type = "application/pdf", .content = "%PDF-1.7"},
         .encode = [](const Paper& paper, const PaperModel::Decision&) { return paper.id; }})};
    return content;
  }

  motcua::testing::TempDatabase database_;
  std::unique_ptr<db::Pool> pool_;
  std::unique_ptr<db::Pool> serials_;
  RulesCache cache_{ReadRules};
  RandomIdGenerator ids_;
  SettableClock clock_{At("2025-03-12T09:15")};
  CatalogueLoads loads_;
  PgReader reader_;
  catalogue::FactHandler handler_ = MakeRulesHandler();
  std::unique_ptr<inbox::Inbox> inbox_;
  metrics::Registry registry_;
  runtime::Executor executor_{{.name = "test", .threads = 1}, registry_};
  command::Batcher batcher_{{.lanes = 1, .on_batch = {}}};
  command::Resources resources_{.batcher = batcher_,
                                .lane_pool = *pool_,
                                .executor = executor_,
                                .pool = *pool_,
                                .clock = clock_,
                                .ids = ids_,
                                .on_commit = {}};
  DossierCommands dossier_commands_{
      {.serials = *serials_, .rules = cache_, .ids = ids_, .epoch = 3, .lookup_url = ""}};
  DossierFrame dossiers_{resources_, dossier_commands_};
  PaperCommands paper_commands_{ids_};
  PaperFrame papers_{resources_, paper_commands_};
  Dossier last_;
};

TEST_F(StoreTest, ATransitionCostsTwoRoundTripsAndAFilingThree) {
  ApproveAll();
  const DossierContent content = ContentWithPaper();
  // Twice: the first round prepares the statements and reads the rules.
  for (const bool counted : {false, true}) {
    const std::int64_t before = RoundTrips();
    ASSERT_TRUE(File(content).ok());
    const std::int64_t filed = RoundTrips();
    const absl::Status accepted = Do("AcceptDossier", last_.id, Accept);
    ASSERT_TRUE(accepted.ok()) << accepted;
    if (counted) {
      EXPECT_EQ(filed - before, 3);
      EXPECT_EQ(RoundTrips() - filed, 2);
    }
  }
}

TEST_F(StoreTest, APaperThatWasNeverUploadedIsNamedAndSpendsNoSerial) {
  ApproveAll();
  DossierContent content = ContentWithPaper();
  const std::string there = content.parts[0].paper_ids[0];
  content.parts[0].paper_ids.push_back("019a0000-0000-7000-8000-00000000ffff");
  const absl::Status status = File(content);
  EXPECT_EQ(Reason(status), "PAPER_UNKNOWN");
  EXPECT_THAT(Metadata(status), ::testing::Contains(::testing::Pair(
                                    "paper_id", "019a0000-0000-7000-8000-00000000ffff")));
  content.parts[0].paper_ids = {there};
  ASSERT_TRUE(File(content).ok());
  EXPECT_EQ(last_.code, "H99.90-250312-0001");
  ASSERT_TRUE(File(content).ok());
  EXPECT_EQ(last_.code, "H99.90-250312-0002");
  // 00:30 in Viet Nam is another day, although UTC still has the same.
  clock_.Set(At("2025-03-13T00:30"));
  ASSERT_TRUE(File(content).ok());
  EXPECT_EQ(last_.code, "H99.90-250313-0001");
}

TEST_F(StoreTest, AcceptedMeansNotOursWhateverTheRevision) {
  ApproveAll();
  ASSERT_TRUE(File(ContentWithPaper()).ok());
  ASSERT_TRUE(Do("AcceptDossier", last_.id, Accept).ok());
  last_.revision = 17;  // processing has increased it since
  EXPECT_EQ(Reason(Do("WithdrawDossier", last_.id, Withdraw)), "DOSSIER_ACCEPTED");
}

TEST_F(StoreTest, ADossierComesBackAsItWentIn) {
  ApproveAll();
  DossierContent content = ContentWithPaper();
  content.applicant.email = "a@example.vn";
  content.applicant.address = "Số 1, đường \"Thử\"";
  ASSERT_TRUE(File(content).ok());
  for (const std::string& name : {last_.id, last_.code, std::string("h99 90 250312 0001")}) {
    const auto found = reader_.FindDossier({}, name);
    ASSERT_TRUE(found.ok() && found->has_value()) << name;
    EXPECT_EQ((*found)->id, last_.id);
    EXPECT_EQ((*found)->content, content);
    EXPECT_EQ((*found)->secret_hash, last_.secret_hash);
    EXPECT_EQ((*found)->next_alert_at, last_.next_alert_at);
    EXPECT_EQ((*found)->acceptance_due_at, last_.acceptance_due_at);
    EXPECT_EQ((*found)->last_occurred_at, last_.last_occurred_at);
  }
  EXPECT_FALSE(reader_.FindDossier({}, "H99.90-250312-0002")->has_value());
  EXPECT_FALSE(reader_.FindDossier({}, "không phải mã")->has_value());
}

TEST_F(StoreTest, TheCatalogueComesBackAsItWentIn) {
  Catalogue full = ACatalogue();
  full.procedures[0].version = 2;
  full.procedures[0].limits = {
      {.value = 5,
       .unit = LimitUnit::kCalendarDay,
       .convention = DueConvention::kEndOfDay,
       .cut_offs = {{.at = "15:00", .effect = CutOffEffect::kStartNextWorkingDay},
                    {.minutes_before_closing = 60, .effect = CutOffEffect::kForwardOnly}},
       .start_event = StartEvent::kFullDossierAndFee,
       .supplement_policy = SupplementPolicy::kPause,
       .pauses = {{.kind = PauseKind::kPayment, .legal_ground = "Điều 1"}},
       .stage = 1,
       .legal_ground = "Điều 2"}};
  full.procedures[0].legal_basis = {"Luật"};
  ASSERT_TRUE(Load(full).ok());
  const Procedure* stored = CurrentRules()->FindProcedureVersion(kPlain, 2);
  ASSERT_NE(stored, nullptr);
  EXPECT_EQ(*stored, full.procedures[0]);
  // processing computes the due date from the limit that the event carries: the same rule.
  const auto here = ToLimitRule(stored->limits[0]);
  const auto there = wire::ToLimitRule(ToDocument(stored->limits[0]));
  ASSERT_TRUE(here.ok() && there.ok());
  const auto calendar = ACalendar();
  const auto due = [&](const calendar::LimitRule& rule) {
    return calendar::ComputeDueDate(calendar, {.received = At("2025-03-14T15:20"), .limit = rule});
  };
  ASSERT_TRUE(due(*here).ok());
  EXPECT_EQ(due(*here)->due, due(*there)->due);
  EXPECT_EQ(here->supplement_policy, there->supplement_policy);
  EXPECT_EQ(here->start_event, there->start_event);
  EXPECT_EQ(here->allowed_pauses->size(), there->allowed_pauses->size());
  EXPECT_EQ(here->allowed_pauses->front().kind, there->allowed_pauses->front().kind);
}

TEST_F(StoreTest, AnUnknownEnumValueOfANewerSenderIsAFaultOfTheCatalogue) {
  motcua::catalogue::v1::Catalogue document;
  document.add_procedures()->add_channels(static_cast<motcua::type::v1::Channel>(77));
  EXPECT_EQ(ToCatalogue(document).procedures[0].channels[0], Channel::kUnspecified);
}

TEST_F(StoreTest, FactsOfProcessingBecomeRules) {
  EXPECT_EQ(CurrentRules()->calendar(), nullptr);
  ApproveAll();
  const std::shared_ptr<const Rules> rules = CurrentRules();
  ASSERT_NE(rules->calendar(), nullptr);
  EXPECT_EQ(rules->calendar()->version(), "test-1");
  ASSERT_NE(rules->FindWorkflow(std::string("wf-") + kPlain), nullptr);
  Take(Approval(std::string("wf-") + kPlain, 2));
  EXPECT_EQ(CurrentRules()->FindWorkflow(std::string("wf-") + kPlain)->version, 2);
}

TEST_F(StoreTest, AnOlderCalendarNeverReplacesANewerOne) {
  Take(Calendar("newer", 5));
  Take(Calendar("older", 4));
  EXPECT_EQ(CurrentRules()->calendar()->version(), "newer");
  Take(Calendar("after-restore", 1, 2));
  EXPECT_EQ(CurrentRules()->calendar()->version(), "after-restore");
}

TEST_F(StoreTest, AFactTakenTwiceCountsOnce) {
  const outbox::Event event = Calendar("test-1", 1);
  EXPECT_EQ(Take(event), inbox::Taken::kApplied);
  EXPECT_EQ(Take(event), inbox::Taken::kDuplicate);
}

TEST_F(StoreTest, ACalendarThatCannotBeReadIsADeadLetter) {
  outbox::Event event = Calendar("test-1", 1);
  event.payload = rules_events::CalendarPublished().SerializeAsString();
  EXPECT_EQ(Take(event), inbox::Taken::kDeadLetter);
  outbox::Event garbage = Approval("wf", 1);
  garbage.payload = "\xff\xff";
  EXPECT_EQ(Take(garbage), inbox::Taken::kDeadLetter);
  EXPECT_EQ(CurrentRules()->calendar(), nullptr);
}

TEST_F(StoreTest, RulesThatDidNotComeAreAskedFor) {
  std::vector<std::string> asked;
  RulesCatchUp catch_up(reader_, *inbox_, *inbox_,
                        [&](const CallContext&, const std::string&, const std::string& key,
                            std::int64_t) -> absl::StatusOr<std::vector<outbox::Event>> {
                          asked.push_back(key);
                          if (key == "calendar") {
                            return std::vector{Calendar("old", 1), Calendar("test-1", 2)};
                          }
                          if (key == std::string("workflow/wf-") + kPlain + "/1") {
                            return std::vector{Approval(std::string("wf-") + kPlain, 1)};
                          }
                          return std::vector<outbox::Event>();
                        });
  ASSERT_TRUE(catch_up.Run({}).ok());
  EXPECT_EQ(CurrentRules()->calendar()->version(), "test-1");
  EXPECT_NE(CurrentRules()->FindWorkflow(std::string("wf-") + kPlain), nullptr);
  asked.clear();
  ASSERT_TRUE(catch_up.Run({}).ok());
  EXPECT_THAT(asked, ::testing::Not(::testing::Contains("calendar")));
  EXPECT_THAT(asked,
              ::testing::Not(::testing::Contains(std::string("workflow/wf-") + kPlain + "/1")));
}

TEST_F(StoreTest, TheRefusalOfALaterHolderIsRespected) {
  ApproveAll();
  ASSERT_TRUE(File(ContentWithPaper()).ok());
  clock_.Set(At("2025-03-20T09:15"));
  const auto lock = db::ShardLock::TryAcquire({.dsn = database_.dsn()}, "acceptance-alerts", 0);
  ASSERT_TRUE(lock.ok() && *lock != nullptr);
  const auto alert = [&] {
    command::Command<DossierModel> command;
    command.call.caller = "intake";
    command.method = "RaiseAcceptanceAlert";
    command.header.subject = last_.id;
    command.header.actor = {.kind = ActorKind::kSystem, .id = "motcua-intake", .agency = {}};
    command.request.transition = RaiseAlert;
    return dossiers_.RunFenced({command}, (*lock)->CheckFence())[0];
  };
  EXPECT_TRUE(alert().ok());
  {
    const auto lease = pool_->Acquire({});
    ASSERT_TRUE((*lease)
                    ->Script("UPDATE shard_leases SET token = token + 1"
                             " WHERE purpose = 'acceptance-alerts'")
                    .ok());
  }
  EXPECT_EQ(Reason(alert()), "FENCED");
}

TEST(Migrations, DeployRevertAndDeployAgain) {
  const std::string db = "services/intake/db/";
  std::vector<std::string> files;
  for (const char* name :
       {"deploy/event_flow", "deploy/rules", "deploy/dossiers", "verify/event_flow", "verify/rules",
        "verify/dossiers", "revert/dossiers", "revert/rules", "revert/event_flow",
        "deploy/event_flow", "deploy/rules", "deploy/dossiers", "verify/dossiers"}) {
    files.push_back(db + name + ".sql");
  }
  // An error in any of them ends the test program.
  EXPECT_FALSE(motcua::testing::TempDatabase::Create(files).name().empty());
}

}  // namespace
}  // namespace motcua::intake::testing
