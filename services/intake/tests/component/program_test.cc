#include <algorithm>
#include <atomic>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/intake/events/v1/dossier_events.pb.h"

#include "motcua/base/error.h"
#include "motcua/db/connection.h"
#include "motcua/dossier/lookup_secret.h"
#include "motcua/testing/eventually.h"
#include "motcua/testing/table_snapshot.h"
#include "motcua/wire/time.h"

#include "component/running_intake.h"
#include "support/builders.h"

namespace motcua::intake::testing {
namespace {

using grpc::ClientContext;

// Two replicas on one database, made once: every test has dossiers of its own.
class ProgramTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    database_ = std::make_unique<motcua::testing::TempDatabase>(
        motcua::testing::MigratedDatabase("intake"));
    BeginTime(database_->dsn(), "2025-03-12T09:15");
    one_ = std::make_unique<RunningIntake>(database_->dsn());
    two_ = std::make_unique<RunningIntake>(database_->dsn());
    LoadCatalogue(*one_);
    ApproveRules(database_->dsn());
  }
  static void TearDownTestSuite() {
    std::thread first([] { one_.reset(); });
    two_.reset();
    first.join();
    database_.reset();
  }

  static RunningIntake& Replica(int n) { return n % 2 == 0 ? *one_ : *two_; }

  template <typename Request, typename Response>
  static absl::Status Call(
      RunningIntake& replica,
      grpc::Status (v1::IntakeService::Stub::*method)(ClientContext*, const Request&, Response*),
      const Request& request, Response& response, const std::string& key = "") {
    return replica.Call(
        [&](ClientContext* context) {
          return (replica.intake().*method)(context, request, &response);
        },
        key);
  }

  static v1::FileDossierResponse File(const v1::FileDossierRequest& request) {
    v1::FileDossierResponse response;
    const absl::Status status =
        Call(*one_, &v1::IntakeService::Stub::FileDossier, request, response);
    EXPECT_TRUE(status.ok()) << status;
    return response;
  }
  static v1::Dossier FileOne() { return File(AFiling(*one_)).dossier(); }
  static v1::Dossier FileWithFee() {
    v1::FileDossierRequest request = AFiling(*one_);
    request.mutable_content()->set_procedure_code(kWithFee);
    return File(request).dossier();
  }

  static v1::GetTimelineResponse Timeline(const std::string& dossier) {
    v1::GetTimelineRequest request;
    request.set_dossier(dossier);
    v1::GetTimelineResponse response;
    const absl::Status status =
        Call(*two_, &v1::IntakeService::Stub::GetTimeline, request, response);
    EXPECT_TRUE(status.ok()) << status;
    return response;
  }

  static std::int64_t Count(const char* name, const std::string& sql) {
    const auto connection = db::Connection::Open({.dsn = database_->dsn()});
    const auto rows = (*connection)->Execute({{name, sql.c_str()}, {}});
    EXPECT_TRUE(rows.ok()) << rows.status();
    return rows->OnlyInt();
  }

  static std::unique_ptr<motcua::testing::TempDatabase> database_;
  static std::unique_ptr<RunningIntake> one_;
  static std::unique_ptr<RunningIntake> two_;
};

std::unique_ptr<motcua::testing::TempDatabase> ProgramTest::database_;
std::unique_ptr<RunningIntake> ProgramTest::one_;
std::unique_ptr<RunningIntake> ProgramTest::two_;

// Runs `fn(n)` for n = 0..count-1 on 16 threads at once.
void AtOnce(int count, const std::function<void(int)>& fn) {
  std::atomic<int> next = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&] {
      for (int n = next++; n < count; n = next++) {
        fn(n);
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
}

TEST_F(ProgramTest, FiledAcceptedLookedUpAndTold) {
  const v1::FileDossierResponse filed = File(AFiling(*one_));
  EXPECT_EQ(filed.dossier().state(), type::v1::DOSSIER_STATE_FILED);
  EXPECT_THAT(filed.dossier().code(), ::testing::MatchesRegex("H99.90-250312-[0-9]{4}"));
  EXPECT_EQ(filed.receipt().lookup_secret().size(), 8U);
  EXPECT_EQ(filed.receipt().qr_payload(), "https://mot.cua/?code=" + filed.dossier().code());

  v1::AcceptDossierRequest accept;
  *accept.mutable_command() = CommandOn(filed.dossier());
  v1::AcceptDossierResponse accepted;
  ASSERT_TRUE(Call(*two_, &v1::IntakeService::Stub::AcceptDossier, accept, accepted).ok());
  EXPECT_TRUE(accepted.dossier().accepted());
  EXPECT_EQ(wire::ToInstant(accepted.dossier().due_at()), At("2025-03-17T09:15"));
  EXPECT_TRUE(accepted.receipt().lookup_secret().empty());
  EXPECT_GE(accepted.receipt().explanation_size(), 2);

  v1::GetStatusRequest look;
  std::string key = filed.dossier().code();
  std::erase_if(key, [](char c) { return c == '.' || c == '-'; });
  look.set_lookup_key(key);
  v1::GetStatusResponse status;
  ASSERT_TRUE(Call(*one_, &v1::IntakeService::Stub::GetStatus, look, status).ok());
  EXPECT_TRUE(status.accepted());
  EXPECT_EQ(status.status().version().intake(), 2);
  EXPECT_EQ(status.status().state(), type::v1::DOSSIER_STATE_RECEIVED);
  EXPECT_FALSE(status.status().details().next_action_vi().empty());
  EXPECT_TRUE(dossier::SecretMatches(status.secret_hash(), key, filed.receipt().lookup_secret()));

  v1::GetReceiptRequest print;
  print.set_dossier(filed.dossier().code());
  *print.mutable_actor() = ClerkActor();
  v1::GetReceiptResponse printed;
  ASSERT_TRUE(Call(*one_, &v1::IntakeService::Stub::GetReceipt, print, printed).ok());
  EXPECT_EQ(printed.receipt().lookup_secret(), filed.receipt().lookup_secret());
  v1::Receipt same = accepted.receipt();
  same.set_lookup_secret(filed.receipt().lookup_secret());
  EXPECT_EQ(printed.receipt().SerializeAsString(), same.SerializeAsString());

  const v1::GetTimelineResponse timeline = Timeline(filed.dossier().dossier_id());
  ASSERT_EQ(timeline.entries_size(), 2);
  EXPECT_EQ(timeline.entries(0).event_type(), "motcua.intake.events.v1.DossierFiled");
  EXPECT_EQ(timeline.entries(1).event_type(), "motcua.intake.events.v1.DossierAccepted");
  EXPECT_EQ(timeline.entries(1).facts().previous_state(), type::v1::DOSSIER_STATE_FILED);
}

TEST_F(ProgramTest, AcceptanceCarriesEverythingThatProcessingNeeds) {
  v1::ReceiveDossierRequest request;
  *request.mutable_content() = ContentWithPaper(*one_);
  request.mutable_content()->set_procedure_code(kWithFee);
  request.set_channel(type::v1::CHANNEL_POST);
  *request.mutable_actor() = ClerkActor();
  request.set_fee_taken(true);
  v1::ReceiveDossierResponse received;
  const absl::Status status =
      Call(*one_, &v1::IntakeService::Stub::ReceiveDossier, request, received);
  ASSERT_TRUE(status.ok()) << status;

  operations::v1::ListEventsRequest list;
  list.set_stream("dossier");
  list.set_key(received.dossier().dossier_id());
  operations::v1::ListEventsResponse events;
  ASSERT_TRUE(two_->Call([&](ClientContext* context) {
                    return two_->history().ListEvents(context, list, &events);
                  })
                  .ok());
  ASSERT_EQ(events.events_size(), 1);
  intake::events::v1::DossierAccepted accepted;
  ASSERT_TRUE(accepted.ParseFromString(events.events(0).payload()));
  EXPECT_EQ(accepted.facts().sequence(), 1);
  EXPECT_EQ(accepted.facts().state(), type::v1::DOSSIER_STATE_RECEIVED);
  EXPECT_EQ(accepted.facts().channel(), type::v1::CHANNEL_POST);
  EXPECT_EQ(accepted.facts().due_at().seconds(), received.dossier().due_at().seconds());
  EXPECT_EQ(accepted.rule_set(), "rules-2025");
  EXPECT_EQ(accepted.workflow_id(), std::string("wf-") + kWithFee);
  EXPECT_EQ(accepted.workflow_version(), 1);
  EXPECT_EQ(accepted.calendar_version(), "test-1");
  EXPECT_EQ(accepted.limit().value(), 10);
  EXPECT_EQ(accepted.fee_after_acceptance_vnd(), 20000);
}

TEST_F(ProgramTest, EveryTransitionLeavesItsEventAndItsAuditRow) {
  v1::Dossier dossier = FileWithFee();
  v1::RequestPaymentRequest ask_payment;
  *ask_payment.mutable_command() = CommandOn(dossier);
  v1::RequestPaymentResponse payment_asked;
  ASSERT_TRUE(
      Call(*one_, &v1::IntakeService::Stub::RequestPayment, ask_payment, payment_asked).ok());
  v1::ConfirmPaymentRequest pay;
  *pay.mutable_command() = CommandOn(payment_asked.dossier());
  pay.set_amount_vnd(50000);
  pay.set_payment_reference("BL-1");
  v1::ConfirmPaymentResponse paid;
  ASSERT_TRUE(Call(*two_, &v1::IntakeService::Stub::ConfirmPayment, pay, paid).ok());
  v1::RequestSupplementRequest ask;
  *ask.mutable_command() = CommandOn(paid.dossier());
  ask.add_items_vi("Tờ khai");
  v1::RequestSupplementResponse asked;
  ASSERT_TRUE(Call(*one_, &v1::IntakeService::Stub::RequestSupplement, ask, asked).ok());
  v1::SendSupplementRequest send;
  *send.mutable_command() = CommandOn(asked.dossier());
  *send.mutable_command()->mutable_actor() = CitizenActor();
  send.mutable_command()->set_expected_revision(0);
  *send.add_parts() = ContentWithPaper(*one_).parts(0);
  v1::SendSupplementResponse sent;
  ASSERT_TRUE(Call(*two_, &v1::IntakeService::Stub::SendSupplement, send, sent).ok());
  EXPECT_TRUE(sent.dossier().fee_paid());
  v1::RefuseDossierRequest refuse;
  *refuse.mutable_command() = CommandOn(sent.dossier(), "Không thuộc thẩm quyền");
  v1::RefuseDossierResponse refused;
  ASSERT_TRUE(Call(*one_, &v1::IntakeService::Stub::RefuseDossier, refuse, refused).ok());
  EXPECT_EQ(refused.dossier().end_reason(), type::v1::END_REASON_REFUSED);

  const v1::GetTimelineResponse timeline = Timeline(dossier.dossier_id());
  ASSERT_EQ(timeline.entries_size(), 6);
  for (int i = 0; i < 6; ++i) {
    EXPECT_EQ(timeline.entries(i).facts().sequence(), i + 1);
    EXPECT_EQ(timeline.entries(i).facts().revision(), i + 1);
  }
  EXPECT_EQ(Count("audits",
                  "SELECT count(*) FROM audit_log WHERE subject = '" + dossier.dossier_id() + "'"),
            6);
}

TEST_F(ProgramTest, WithdrawAndClose) {
  v1::WithdrawDossierRequest withdraw;
  *withdraw.mutable_command() = CommandOn(FileOne());
  v1::WithdrawDossierResponse withdrawn;
  ASSERT_TRUE(Call(*one_, &v1::IntakeService::Stub::WithdrawDossier, withdraw, withdrawn).ok());
  EXPECT_EQ(withdrawn.dossier().state(), type::v1::DOSSIER_STATE_WITHDRAWN);
  v1::CloseDossierRequest close;
  *close.mutable_command() = CommandOn(withdrawn.dossier());
  v1::CloseDossierResponse closed;
  EXPECT_EQ(Reason(Call(*one_, &v1::IntakeService::Stub::CloseDossier, close, closed)),
            "WRONG_STATE");
}

TEST_F(ProgramTest, CodesAreUniqueWhereverDossiersAreFiled) {
  const v1::FileDossierRequest request = AFiling(*one_);
  std::vector<std::string> codes(200);
  AtOnce(200, [&](int n) {
    v1::FileDossierResponse response;
    const absl::Status status =
        Call(Replica(n), &v1::IntakeService::Stub::FileDossier, request, response);
    EXPECT_TRUE(status.ok()) << status;
    codes[static_cast<std::size_t>(n)] = response.dossier().code();
  });
  EXPECT_EQ(std::set<std::string>(codes.begin(), codes.end()).size(), 200U);
}

TEST_F(ProgramTest, OfAHundredAcceptancesOneIsTaken) {
  const v1::Dossier dossier = FileOne();
  v1::AcceptDossierRequest request;
  *request.mutable_command() = CommandOn(dossier);
  std::atomic<int> accepted = 0;
  std::atomic<int> conflicts = 0;
  AtOnce(100, [&](int n) {
    v1::AcceptDossierResponse response;
    const absl::Status status =
        Call(Replica(n), &v1::IntakeService::Stub::AcceptDossier, request, response);
    accepted += status.ok() ? 1 : 0;
    conflicts += Reason(status) == "DOSSIER_ACCEPTED" ? 1 : 0;
  });
  EXPECT_EQ(accepted, 1);
  EXPECT_EQ(conflicts, 99);
  EXPECT_EQ(Timeline(dossier.dossier_id()).entries_size(), 2);
}

TEST_F(ProgramTest, AHundredTimesTheSameKeyIsOneAcceptanceAndOneAnswer) {
  const v1::Dossier dossier = FileOne();
  v1::AcceptDossierRequest request;
  *request.mutable_command() = CommandOn(dossier);
  std::vector<std::string> answers(100);
  AtOnce(100, [&](int n) {
    v1::AcceptDossierResponse response;
    const absl::Status status = Call(Replica(n), &v1::IntakeService::Stub::AcceptDossier, request,
                                     response, "same-key-accept");
    EXPECT_TRUE(status.ok()) << status;
    answers[static_cast<std::size_t>(n)] = response.SerializeAsString();
  });
  EXPECT_EQ(std::set<std::string>(answers.begin(), answers.end()).size(), 1U);
  EXPECT_EQ(Timeline(dossier.dossier_id()).entries_size(), 2);
}

TEST_F(ProgramTest, FiledManyTimesWithOneKeyIsOneDossier) {
  const v1::FileDossierRequest request = AFiling(*one_);
  const std::int64_t before = Count("dossiers_before", "SELECT count(*) FROM dossiers");
  std::vector<std::string> answers(50);
  AtOnce(50, [&](int n) {
    v1::FileDossierResponse response;
    const absl::Status status =
        Call(Replica(n), &v1::IntakeService::Stub::FileDossier, request, response, "same-key-file");
    EXPECT_TRUE(status.ok()) << status;
    answers[static_cast<std::size_t>(n)] = response.SerializeAsString();
  });
  EXPECT_EQ(std::set<std::string>(answers.begin(), answers.end()).size(), 1U);
  EXPECT_EQ(Count("dossiers_after", "SELECT count(*) FROM dossiers"), before + 1);

  v1::FileDossierRequest other = request;
  other.mutable_content()->set_subject("Khác");
  v1::FileDossierResponse response;
  const absl::Status reused =
      Call(*one_, &v1::IntakeService::Stub::FileDossier, other, response, "same-key-file");
  EXPECT_EQ(reused.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(Reason(reused), "IDEMPOTENCY_KEY_REUSED");
}

TEST_F(ProgramTest, AnUploadedPaperIsDescribedWithoutItsBytes) {
  const v1::FileDossierRequest filing = AFiling(*one_);
  v1::DescribePapersRequest request;
  request.add_paper_ids(filing.content().parts(0).paper_ids(0));
  v1::DescribePapersResponse response;
  ASSERT_TRUE(Call(*two_, &v1::IntakeService::Stub::DescribePapers, request, response).ok());
  ASSERT_EQ(response.papers_size(), 1);
  const v1::PaperDescription& paper = response.papers(0);
  EXPECT_EQ(paper.paper_id(), request.paper_ids(0));
  EXPECT_EQ(paper.file_name(), "to-khai.pdf");
  EXPECT_EQ(paper.media_type(), "application/pdf");
  EXPECT_EQ(paper.size(), 8);
  EXPECT_EQ(paper.sha256().size(), 64U);
  request.add_paper_ids("019a0000-0000-7000-8000-00000000ffff");
  const absl::Status refused =
      Call(*two_, &v1::IntakeService::Stub::DescribePapers, request, response);
  EXPECT_EQ(Reason(refused), "PAPER_UNKNOWN") << refused;
}

TEST_F(ProgramTest, BadInputLeavesEveryTableAsItWas) {
  const v1::Dossier open = FileOne();
  const v1::Dossier with_fee = FileWithFee();
  const v1::FileDossierRequest good = AFiling(*one_);
  const auto file = [&](const std::function<void(v1::FileDossierRequest&)>& spoil) {
    v1::FileDossierRequest request = good;
    spoil(request);
    v1::FileDossierResponse response;
    return Call(*one_, &v1::IntakeService::Stub::FileDossier, request, response);
  };
  const auto accept = [&](v1::Command command) {
    v1::AcceptDossierRequest request;
    *request.mutable_command() = std::move(command);
    v1::AcceptDossierResponse response;
    return Call(*one_, &v1::IntakeService::Stub::AcceptDossier, request, response);
  };
  v1::Command stale = CommandOn(open);
  stale.set_expected_revision(7);
  v1::Command unknown = CommandOn(open);
  unknown.set_dossier("H99.90-250312-999999");
  v1::Command foreign = CommandOn(open);
  foreign.mutable_actor()->set_agency(kCommune);

  const auto before = motcua::testing::SnapshotTables(database_->dsn());
  ASSERT_GT(before.size(), 10U);
  const std::vector<std::pair<std::string, std::function<absl::Status()>>> attempts = {
      {"PROCEDURE_UNKNOWN",
       [&] { return file([](auto& r) { r.mutable_content()->set_procedure_code("x"); }); }},
      {"PROCEDURE_NOT_ONLINE",
       [&] {
         return file([](auto& r) { r.mutable_content()->set_procedure_code(kCounterOnly); });
       }},
      {"AGENCY_UNKNOWN",
       [&] { return file([](auto& r) { r.mutable_content()->set_receiving_agency("H98"); }); }},
      {"AGENCY_CLOSED",
       [&] {
         return file([](auto& r) { r.mutable_content()->set_handling_agency(kClosedCommune); });
       }},
      {"AGENCY_NOT_COMPETENT",
       [&] {
         return file([](auto& r) { r.mutable_content()->set_handling_agency(kDepartment); });
       }},
      {"PART_MISSING", [&] { return file([](auto& r) { r.mutable_content()->clear_parts(); }); }},
      {"PART_UNKNOWN",
       [&] {
         return file([](auto& r) { r.mutable_content()->mutable_parts(0)->set_part_id("?"); });
       }},
      {"PAPER_UNKNOWN",
       [&] {
         return file([](auto& r) {
           r.mutable_content()->mutable_parts(0)->set_paper_ids(
               0, "019a0000-0000-7000-8000-00000000ffff");
         });
       }},
      {"PHONE_INVALID",
       [&] {
         return file([](auto& r) { r.mutable_content()->mutable_applicant()->set_phone("không"); });
       }},
      {"ACTOR_INVALID", [&] { return file([](auto& r) { r.clear_actor(); }); }},
      {"STALE_REVISION", [&] { return accept(stale); }},
      {"DOSSIER_UNKNOWN", [&] { return accept(unknown); }},
      {"NOT_YOUR_DOSSIER", [&] { return accept(foreign); }},
      {"FEE_UNPAID", [&] { return accept(CommandOn(with_fee)); }},
      {"REASON_MISSING",
       [&] {
         v1::RefuseDossierRequest request;
         *request.mutable_command() = CommandOn(open);
         v1::RefuseDossierResponse response;
         return Call(*one_, &v1::IntakeService::Stub::RefuseDossier, request, response);
       }},
      {"WRONG_STATE",
       [&] {
         v1::SendSupplementRequest request;
         *request.mutable_command() = CommandOn(open);
         *request.add_parts() = good.content().parts(0);
         v1::SendSupplementResponse response;
         return Call(*one_, &v1::IntakeService::Stub::SendSupplement, request, response);
       }},
      {"CHANNEL_INVALID",
       [&] {
         v1::ReceiveDossierRequest request;
         *request.mutable_content() = good.content();
         request.set_channel(type::v1::CHANNEL_ONLINE);
         *request.mutable_actor() = ClerkActor();
         v1::ReceiveDossierResponse response;
         return Call(*one_, &v1::IntakeService::Stub::ReceiveDossier, request, response);
       }},
      {"WORKFLOW_NOT_APPROVED",
       [&] {
         v1::ReceiveDossierRequest request;
         *request.mutable_content() = good.content();
         request.mutable_content()->set_procedure_code(kNoWorkflow);
         request.set_channel(type::v1::CHANNEL_DIRECT);
         *request.mutable_actor() = ClerkActor();
         v1::ReceiveDossierResponse response;
         return Call(*one_, &v1::IntakeService::Stub::ReceiveDossier, request, response);
       }},
      {"PAPER_EMPTY",
       [&] {
         v1::UploadPaperResponse response;
         return Call(*one_, &v1::IntakeService::Stub::UploadPaper, v1::UploadPaperRequest(),
                     response);
       }},
      {"CATALOGUE_INVALID",
       [&] {
         v1::LoadCatalogueRequest request;
         request.mutable_catalogue()->set_province(kProvince);
         v1::LoadCatalogueResponse response;
         return one_->Call([&](ClientContext* context) {
           return one_->catalogue().LoadCatalogue(context, request, &response);
         });
       }},
  };
  for (const auto& [reason, attempt] : attempts) {
    const absl::Status status = attempt();
    EXPECT_EQ(Reason(status), reason) << status;
  }
  EXPECT_EQ(motcua::testing::SnapshotTables(database_->dsn()), before);
}

TEST_F(ProgramTest, ACommandWithoutAKeyIsRefused) {
  const v1::FileDossierRequest request = AFiling(*one_);
  v1::FileDossierResponse response;
  CallContext call;
  const absl::Status status =
      rpc::Call(call, "component-test", std::chrono::minutes(1), [&](ClientContext* context) {
        return one_->intake().FileDossier(context, request, &response);
      });
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Reason(status), "IDEMPOTENCY_KEY_MISSING");
}

TEST_F(ProgramTest, TheWorkListIsPagedInTheOrderOfDeadlines) {
  // A counter of its own, so that other tests' dossiers are not in it.
  std::set<std::string> filed;
  for (int i = 0; i < 5; ++i) {
    v1::FileDossierRequest request = AFiling(*one_);
    request.mutable_content()->set_receiving_agency(kOtherCommune);
    filed.insert(File(request).dossier().dossier_id());
  }
  v1::ListDossiersRequest request;
  request.set_receiving_agency(kOtherCommune);
  request.set_state(type::v1::DOSSIER_STATE_FILED);
  request.set_page_size(2);
  std::vector<std::string> listed;
  do {
    v1::ListDossiersResponse page;
    const absl::Status status = Call(*two_, &v1::IntakeService::Stub::ListDossiers, request, page);
    ASSERT_TRUE(status.ok()) << status;
    for (const v1::Dossier& dossier : page.dossiers()) {
      listed.push_back(dossier.dossier_id());
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(listed.size(), 5U);
  EXPECT_EQ(std::set<std::string>(listed.begin(), listed.end()), filed);

  v1::ListDossiersResponse page;
  request.clear_page_token();
  ASSERT_TRUE(Call(*one_, &v1::IntakeService::Stub::ListDossiers, request, page).ok());
  request.set_page_token(page.next_page_token());
  request.set_receiving_agency(kCentre);  // a token of another list
  EXPECT_EQ(Reason(Call(*one_, &v1::IntakeService::Stub::ListDossiers, request, page)),
            "PAGE_TOKEN_INVALID");
  request.clear_page_token();
  request.set_page_size(-1);
  EXPECT_EQ(Reason(Call(*one_, &v1::IntakeService::Stub::ListDossiers, request, page)),
            "PAGE_SIZE");
}

TEST_F(ProgramTest, PersonalDataStaysInIntakesOwnTablesAndOutOfTheLog) {
  v1::FileDossierRequest request = AFiling(*one_);
  v1::Applicant& applicant = *request.mutable_content()->mutable_applicant();
  applicant.set_full_name("CANARY-NAME");
  applicant.set_phone("0911222333");
  applicant.set_identity_number("099888777666");
  request.mutable_content()->set_subject("CANARY-SUBJECT");
  File(request);
  v1::FileDossierResponse response;
  applicant.set_email("CANARY-MAIL");
  EXPECT_EQ(Reason(Call(*one_, &v1::IntakeService::Stub::FileDossier, request, response)),
            "EMAIL_INVALID");
  for (const char* canary : {"CANARY", "0911222333", "099888777666"}) {
    EXPECT_FALSE(one_->logs().Contains(canary));
    const std::string found = std::string(
                                  "SELECT (SELECT count(*) FROM event_history WHERE"
                                  " position('") +
                              canary +
                              "'::bytea IN payload) > 0)::int + (SELECT count(*) FROM audit_log t"
                              " WHERE t::text LIKE '%" +
                              canary + "%')";
    EXPECT_EQ(Count(canary, found), 0);
  }
}

TEST_F(ProgramTest, AChangedCatalogueIsSeenByEveryReplicaAtOnce) {
  v1::GetProcedureRequest get;
  get.set_code("1.000009.H99");
  v1::GetProcedureResponse got;
  const auto look = [&](RunningIntake& replica) {
    return replica.Call([&](ClientContext* context) {
      return replica.catalogue().GetProcedure(context, get, &got);
    });
  };
  EXPECT_EQ(Reason(look(*two_)), "PROCEDURE_UNKNOWN");
  v1::ListProceduresRequest list;
  v1::ListProceduresResponse present;
  ASSERT_TRUE(one_->Call([&](ClientContext* context) {
                    return one_->catalogue().ListProcedures(context, list, &present);
                  })
                  .ok());
  ASSERT_GE(present.procedures_size(), 5);

  v1::LoadCatalogueRequest load;
  load.mutable_catalogue()->set_province(kProvince);
  v1::ListAgenciesResponse agencies;
  ASSERT_TRUE(one_->Call([&](ClientContext* context) {
                    return one_->catalogue().ListAgencies(context, v1::ListAgenciesRequest(),
                                                          &agencies);
                  })
                  .ok());
  *load.mutable_catalogue()->mutable_agencies() = agencies.agencies();
  catalogue::v1::RuleSet& rules = *load.mutable_catalogue()->add_rule_sets();
  rules.set_id("rules-2025");
  rules.set_valid_from("2020-01-01");
  rules.set_acceptance_limit_hours(8);
  rules.set_acceptance_alert_hours(2);
  rules.set_supplement_limit_days(15);
  rules.set_payment_limit_days(5);
  rules.set_max_supplement_requests(1);
  rules.set_max_extensions(1);
  catalogue::v1::Procedure& added = *load.mutable_catalogue()->add_procedures();
  added = present.procedures(0);
  added.set_code("1.000009");
  v1::LoadCatalogueResponse loaded;
  const auto put = [&](RunningIntake& replica, const std::string& key) {
    return replica.Call(
        [&](ClientContext* context) {
          return replica.catalogue().LoadCatalogue(context, load, &loaded);
        },
        key);
  };
  // A dry run tells the same and leaves its key free.
  load.set_dry_run(true);
  const auto before = motcua::testing::SnapshotTables(database_->dsn());
  ASSERT_TRUE(put(*one_, "load").ok());
  EXPECT_EQ(loaded.procedures_changed(), 1);
  EXPECT_EQ(motcua::testing::SnapshotTables(database_->dsn()), before);
  load.set_dry_run(false);
  const absl::Status status = put(*one_, "load");
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(loaded.procedures_changed(), 1);
  EXPECT_EQ(loaded.agencies_changed(), 0) << "what comes out is what went in";
  EXPECT_EQ(loaded.rule_sets_changed(), 0);
  EXPECT_TRUE(look(*two_).ok());

  ASSERT_TRUE(put(*two_, "load").ok());
  EXPECT_EQ(loaded.procedures_changed(), 1) << "the first answer, although it is stored by now";
  ASSERT_TRUE(put(*two_, "").ok());
  EXPECT_EQ(loaded.procedures_changed(), 0);

  added.set_name_vi("Tên khác");
  EXPECT_EQ(Reason(put(*one_, "load")), "IDEMPOTENCY_KEY_REUSED");
  EXPECT_EQ(Reason(put(*one_, "")), "VERSION_FROZEN");
  EXPECT_EQ(Count("events",
                  "SELECT count(*) FROM event_history WHERE key = "
                  "'procedure/1.000009/1'"),
            1);
}

TEST(Readme, ListsEveryOption) {
  std::ifstream file(std::string(MOTCUA_SOURCE_DIR) + "/services/intake/README.md");
  std::stringstream readme;
  readme << file.rdbuf();
  Config config;
  EXPECT_THAT(readme.str(), ::testing::HasSubstr(MakeOptions(config)->Markdown()));
}

// Must be last in the suite, because it moves time on for all tests.
TEST_F(ProgramTest, ZNobodyAnsweredSoTheCounterIsWarnedOnceEach) {
  const v1::Dossier dossier = FileOne();
  const auto alerts = [&] { return Timeline(dossier.dossier_id()).entries_size() - 1; };
  for (RunningIntake* replica : {one_.get(), two_.get()}) {
    replica->SetClock("2025-03-12T11:15");
  }
  EXPECT_TRUE(motcua::testing::Eventually([&] { return alerts() == 1; }));
  for (RunningIntake* replica : {one_.get(), two_.get()}) {
    replica->SetClock("2025-03-13T09:15");
  }
  EXPECT_TRUE(motcua::testing::Eventually([&] { return alerts() == 2; }));
  EXPECT_TRUE(
      motcua::testing::Throughout(std::chrono::milliseconds(2500), [&] { return alerts() == 2; }));
  // The clerk's form is still valid.
  v1::AcceptDossierRequest request;
  *request.mutable_command() = CommandOn(dossier);
  v1::AcceptDossierResponse response;
  EXPECT_TRUE(Call(*one_, &v1::IntakeService::Stub::AcceptDossier, request, response).ok());
  EXPECT_EQ(response.dossier().sequence(), 4);
  EXPECT_EQ(response.dossier().revision(), 2);
}

}  // namespace
}  // namespace motcua::intake::testing
