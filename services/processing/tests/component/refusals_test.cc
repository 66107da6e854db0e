#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/base/uuid.h"
#include "motcua/testing/table_snapshot.h"
#include "motcua/wire/time.h"

#include "component/province.h"

// Every refusal has a stable reason and leaves all tables unchanged.

namespace motcua::processing::testing {
namespace {

using Stub = v1::ProcessingService::Stub;

// One province for all tests; each has dossiers of its own.
class RefusalsTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { shared_ = std::make_unique<Province>(); }
  static void TearDownTestSuite() { shared_.reset(); }

  // `act` prepares: it must succeed. The dossier as it is afterwards.
  template <typename Method, typename Request>
  v1::Dossier Act(Method method, const Request& request, const std::string& key = "") {
    return Must(province_.replica().Do(method, request, key)).dossier();
  }
  template <typename Method, typename Request>
  void Refused(const std::string& reason, Method method, const Request& request,
               const std::string& key = "") {
    const absl::Status status = province_.replica().Do(method, request, key).status();
    EXPECT_EQ(Reason(status), reason) << status;
    EXPECT_NE(status.code(), absl::StatusCode::kInternal) << status;
  }
  // Takes the snapshot that the end of the test compares with.
  void EverythingIsPrepared() {
    province_.WaitUntilQuiet();
    before_ = motcua::testing::SnapshotTables(province_.dsn());
    ASSERT_GT(before_.size(), 15U);
  }
  void TearDown() override {
    ASSERT_FALSE(before_.empty());
    EXPECT_EQ(motcua::testing::SnapshotTables(province_.dsn()), before_);
  }

  v1::Dossier Asked() {
    auto request = On<v1::RequestSupplementRequest>(province_.InProcess(), kOffice, "Thiếu");
    request.add_items_vi("Bản vẽ");
    return Act(&Stub::RequestSupplement, request);
  }
  v1::Dossier Paying() {
    auto request = On<v1::RequestPaymentRequest>(province_.InProcess(), kPartner);
    request.set_amount_vnd(20000);
    return Act(&Stub::RequestPayment, request);
  }
  v1::Dossier AtLastStage() {
    const v1::Dossier half =
        Act(&Stub::ForwardDossier, On<v1::ForwardDossierRequest>(province_.InProcess(), kPartner));
    return Act(&Stub::ForwardDossier, On<v1::ForwardDossierRequest>(half, kOffice));
  }
  v1::Dossier Finished() {
    auto request = On<v1::FinishDossierRequest>(AtLastStage(), kOffice);
    request.set_result_number("12/GP");
    return Act(&Stub::FinishDossier, request);
  }

  static std::unique_ptr<Province> shared_;
  Province& province_ = *shared_;
  std::map<std::string, std::string> before_;
};

std::unique_ptr<Province> RefusalsTest::shared_;

TEST_F(RefusalsTest, OfTheFrameOfACommand) {
  const v1::Dossier open = province_.InProcess();
  province_.intake().HoldUnaccepted("019a0000-0000-7000-8000-000000000001");
  intake::events::v1::DossierAccepted early = AnAcceptance();
  early.set_workflow_id("wf-not-here-yet");
  province_.intake().Hold(early);
  Act(&Stub::WithdrawDossier, ByCitizen<v1::WithdrawDossierRequest>(province_.InProcess(), "Rút"),
      "used");
  EverythingIsPrepared();

  const auto good = On<v1::ForwardDossierRequest>(open, kOffice);
  const auto refused = [&](const std::string& reason,
                           const std::function<void(v1::Command&)>& spoil) {
    auto request = good;
    spoil(*request.mutable_command());
    Refused(reason, &Stub::ForwardDossier, request);
  };
  refused("DOSSIER_MISSING", [](auto& c) { c.clear_dossier(); });
  refused("DOSSIER_UNKNOWN", [](auto& c) { c.set_dossier(RandomIdGenerator().NewId()); });
  refused("DOSSIER_UNKNOWN", [](auto& c) { c.set_dossier("H99.90-250312-9999999"); });
  refused("DOSSIER_UNKNOWN", [](auto& c) { c.set_dossier("' OR true --"); });
  refused("NOT_ACCEPTED_YET",
          [](auto& c) { c.set_dossier("019a0000-0000-7000-8000-000000000001"); });
  refused("WORKFLOW_UNKNOWN", [&](auto& c) { c.set_dossier(early.facts().dossier_id()); });
  refused("STALE_REVISION", [](auto& c) { c.set_expected_revision(1); });
  refused("STALE_REVISION", [](auto& c) { c.set_expected_revision(3); });
  refused("REVISION_MISSING", [](auto& c) { c.set_expected_revision(0); });
  refused("REVISION_MISSING", [](auto& c) { c.set_expected_revision(-1); });
  refused("ACTOR_INVALID", [](auto& c) { c.clear_actor(); });
  refused("ACTOR_INVALID",
          [](auto& c) { c.mutable_actor()->set_kind(type::v1::ACTOR_KIND_SYSTEM); });
  refused("ACTOR_INVALID", [](auto& c) { c.mutable_actor()->clear_id(); });
  refused("ACTOR_INVALID", [](auto& c) { c.mutable_actor()->clear_agency(); });
  refused("REASON_TOO_LONG", [](auto& c) { c.set_reason(std::string(1001, 'a')); });
  refused("REASON_TOO_LONG", [](auto& c) { c.set_legal_ground(std::string(501, 'a')); });
  refused("TEXT_INVALID", [](auto& c) { c.set_reason("bell\a"); });
  refused("NOT_YOUR_TASK", [](auto& c) { c.mutable_actor()->set_agency("H99.77"); });
  refused("NOT_YOUR_TASK", [](auto& c) { c.mutable_actor()->set_agency(kCounter); });
  refused("NOT_YOUR_TASK", [](auto& c) {
    c.set_expected_revision(0);
    c.mutable_actor()->set_kind(type::v1::ACTOR_KIND_CITIZEN);
    c.mutable_actor()->clear_agency();
  });

  Refused("IDEMPOTENCY_KEY_REUSED", &Stub::WithdrawDossier,
          ByCitizen<v1::WithdrawDossierRequest>(open, "Khác"), "used");
  Refused("IDEMPOTENCY_KEY_INVALID", &Stub::ForwardDossier, good, std::string(65, 'k'));
  const absl::Status without_key =
      rpc::Call({}, "component-test", std::chrono::minutes(1), [&](grpc::ClientContext* context) {
        v1::ForwardDossierResponse response;
        return province_.replica().processing().ForwardDossier(context, good, &response);
      });
  EXPECT_EQ(Reason(without_key), "IDEMPOTENCY_KEY_MISSING");

  auto stale = good;
  stale.mutable_command()->set_expected_revision(1);
  const absl::Status status = province_.replica().Do(&Stub::ForwardDossier, stale).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
  EXPECT_THAT(Metadata(status),
              ::testing::IsSupersetOf({::testing::Pair(std::string("revision"), std::string("2")),
                                       ::testing::Pair(std::string("state"), std::string("4"))}));
}

TEST_F(RefusalsTest, OfTasks) {
  const v1::Dossier fresh = province_.Accepted();
  const v1::Dossier open = province_.InProcess();
  const v1::Dossier asked = Asked();
  const v1::Dossier last = AtLastStage();
  const v1::Dossier withdrawn = Act(
      &Stub::WithdrawDossier, ByCitizen<v1::WithdrawDossierRequest>(province_.InProcess(), "Rút"));
  EverythingIsPrepared();

  auto forward = On<v1::ForwardDossierRequest>(open, kOffice);
  forward.set_task_id(RandomIdGenerator().NewId());
  Refused("TASK_UNKNOWN", &Stub::ForwardDossier, forward);
  forward.set_task_id(open.tasks(0).task_id());
  Refused("TASK_NOT_OPEN", &Stub::ForwardDossier, forward);
  forward.set_task_id(open.tasks(2).task_id());
  Refused("NOT_YOUR_TASK", &Stub::ForwardDossier, forward);
  Refused("TASK_WAITS", &Stub::ForwardDossier, On<v1::ForwardDossierRequest>(asked, kOffice));
  Refused("LAST_STAGE", &Stub::ForwardDossier, On<v1::ForwardDossierRequest>(last, kOffice));
  Refused("WRONG_STATE", &Stub::ForwardDossier, On<v1::ForwardDossierRequest>(withdrawn, kOffice));

  auto transfer = On<v1::TransferTaskRequest>(open, kOffice);
  transfer.set_to_agency("H99.77");
  Refused("AGENCY_UNKNOWN", &Stub::TransferTask, transfer);
  transfer.set_to_agency("");
  Refused("AGENCY_UNKNOWN", &Stub::TransferTask, transfer);
  transfer.set_to_agency(kClosedOffice);
  Refused("AGENCY_CLOSED", &Stub::TransferTask, transfer);
  transfer.set_to_agency(kOffice);
  Refused("NOTHING_TO_TRANSFER", &Stub::TransferTask, transfer);
  auto from_counter = On<v1::TransferTaskRequest>(fresh, kCounter);
  from_counter.set_to_agency(kOffice);
  Refused("COUNTER_TASK", &Stub::TransferTask, from_counter);

  Refused("NOTHING_TO_RECALL", &Stub::RecallDossier, On<v1::RecallDossierRequest>(open, kOffice));
  Refused("RECEIVER_HAS_ACTED", &Stub::RecallDossier,
          On<v1::RecallDossierRequest>(asked, kCounter));
  Refused("NOT_YOUR_TASK", &Stub::RecallDossier, ByCitizen<v1::RecallDossierRequest>(open));
}

TEST_F(RefusalsTest, OfRequestsToTheApplicant) {
  const v1::Dossier fresh = province_.Accepted();
  const v1::Dossier open = province_.InProcess();
  const v1::Dossier asked = Asked();
  auto papers = ByCitizen<v1::SendSupplementRequest>(Asked());
  papers.add_paper_ids(province_.intake().UploadPaper());
  const v1::Dossier sent = Act(&Stub::SendSupplement, papers);
  const v1::Dossier answered =
      Act(&Stub::ConfirmSupplement, On<v1::ConfirmSupplementRequest>(Asked(), kCounter));
  const v1::Dossier paying = Paying();
  EverythingIsPrepared();

  auto ask = On<v1::RequestSupplementRequest>(open, kOffice, "Thiếu");
  Refused("ITEMS_MISSING", &Stub::RequestSupplement, ask);
  ask.add_items_vi(" ");
  Refused("ITEM_INVALID", &Stub::RequestSupplement, ask);
  ask.set_items_vi(0, "chuông\a");
  Refused("TEXT_INVALID", &Stub::RequestSupplement, ask);
  ask.set_items_vi(0, "Bản vẽ");
  ask.mutable_command()->clear_reason();
  Refused("REASON_MISSING", &Stub::RequestSupplement, ask);
  auto again = On<v1::RequestSupplementRequest>(answered, kOffice, "Thiếu nữa");
  again.add_items_vi("Bản vẽ");
  Refused("SUPPLEMENT_ALREADY_REQUESTED", &Stub::RequestSupplement, again);
  auto at_counter = On<v1::RequestSupplementRequest>(fresh, kCounter, "Thiếu");
  at_counter.add_items_vi("Bản vẽ");
  Refused("WRONG_STATE", &Stub::RequestSupplement, at_counter);

  auto send = ByCitizen<v1::SendSupplementRequest>(asked);
  send.set_request_id(RandomIdGenerator().NewId());
  Refused("REQUEST_UNKNOWN", &Stub::SendSupplement, send);
  send.clear_request_id();
  Refused("SUPPLEMENT_EMPTY", &Stub::SendSupplement, send);
  send.add_paper_ids(RandomIdGenerator().NewId());
  Refused("PAPER_UNKNOWN", &Stub::SendSupplement, send);
  send.set_paper_ids(0, "không phải mã");
  Refused("PAPER_UNKNOWN", &Stub::SendSupplement, send);
  Refused("WRONG_STATE", &Stub::SendSupplement, ByCitizen<v1::SendSupplementRequest>(open));
  Refused("SUPPLEMENT_ALREADY_SENT", &Stub::SendSupplement,
          ByCitizen<v1::SendSupplementRequest>(sent));
  auto closed = On<v1::ConfirmSupplementRequest>(answered, kCounter);
  closed.set_request_id(answered.requests(0).request_id());
  Refused("REQUEST_CLOSED", &Stub::ConfirmSupplement, closed);
  Refused("NOT_YOUR_TASK", &Stub::ConfirmSupplement,
          On<v1::ConfirmSupplementRequest>(asked, kOffice));
  Refused("LIMIT_NOT_PASSED", &Stub::CloseDossier, On<v1::CloseDossierRequest>(asked, kCounter));
  Refused("SUPPLEMENT_ALREADY_SENT", &Stub::CloseDossier,
          On<v1::CloseDossierRequest>(sent, kCounter));

  auto charge = On<v1::RequestPaymentRequest>(open, kPartner);
  Refused("AMOUNT_INVALID", &Stub::RequestPayment, charge);
  charge.set_amount_vnd(1'000'000'000'001);
  Refused("AMOUNT_INVALID", &Stub::RequestPayment, charge);
  auto pay = On<v1::ConfirmPaymentRequest>(paying, kCounter);
  pay.set_amount_vnd(20000);
  Refused("PAYMENT_REFERENCE_INVALID", &Stub::ConfirmPayment, pay);
  pay.set_payment_reference("BL-1");
  pay.set_amount_vnd(19999);
  Refused("AMOUNT_DIFFERS", &Stub::ConfirmPayment, pay);
}

TEST_F(RefusalsTest, OfEndsAndResults) {
  const v1::Dossier open = province_.InProcess();
  const v1::Dossier last = AtLastStage();
  const v1::Dossier finished = Finished();
  const v1::Dossier moved =
      Act(&Stub::TransferResult, On<v1::TransferResultRequest>(Finished(), kOffice));
  const v1::Dossier at_counter =
      Act(&Stub::ConfirmResult, On<v1::ConfirmResultRequest>(moved, kCounter));
  const v1::Dossier stopped = Act(
      &Stub::StopDossier, On<v1::StopDossierRequest>(province_.InProcess(), kCounter, "Đơn xin"));
  EverythingIsPrepared();

  Refused("REASON_MISSING", &Stub::StopDossier, On<v1::StopDossierRequest>(open, kCounter));
  Refused("NOT_YOUR_TASK", &Stub::StopDossier, On<v1::StopDossierRequest>(open, kOffice, "Lý do"));
  Refused("RESUME_NOT_ALLOWED", &Stub::ResumeDossier,
          On<v1::ResumeDossierRequest>(stopped, kCounter));
  Refused("WRONG_STATE", &Stub::ResumeDossier, On<v1::ResumeDossierRequest>(open, kCounter));
  Refused("WRONG_STATE", &Stub::WithdrawDossier,
          ByCitizen<v1::WithdrawDossierRequest>(finished, "Rút"));
  Refused("REASON_MISSING", &Stub::ReturnDossier, On<v1::ReturnDossierRequest>(open, kOffice));

  auto finish = On<v1::FinishDossierRequest>(open, kOffice);
  Refused("RESULT_NUMBER_INVALID", &Stub::FinishDossier, finish);
  finish.set_result_number("12/GP");
  Refused("TASKS_OPEN", &Stub::FinishDossier, finish);
  Refused("WRONG_STATE", &Stub::TransferResult, On<v1::TransferResultRequest>(last, kOffice));
  Refused("NOT_YOUR_TASK", &Stub::TransferResult,
          On<v1::TransferResultRequest>(finished, kPartner));
  Refused("WRONG_STATE", &Stub::ConfirmResult, On<v1::ConfirmResultRequest>(finished, kCounter));
  auto hand_over = On<v1::HandOverResultRequest>(finished, kCounter);
  Refused("PROOF_INVALID", &Stub::HandOverResult, hand_over);
  hand_over.set_proof("Sổ 1/7");
  Refused("RESULT_NOT_AT_COUNTER", &Stub::HandOverResult, hand_over);
  hand_over = On<v1::HandOverResultRequest>(at_counter, kCounter);
  hand_over.set_proof("Sổ 1/7");
  Refused("FEE_UNPAID", &Stub::HandOverResult, hand_over);
}

TEST_F(RefusalsTest, OfExtensions) {
  const auto extension = [](const v1::Dossier& dossier) {
    auto request = On<v1::ExtendDueDateRequest>(dossier, kOffice, "Chờ ý kiến");
    request.set_value(2);
    request.set_unit(type::v1::LIMIT_UNIT_WORKING_DAY);
    request.set_document_number("3/XL");
    return request;
  };
  const v1::Dossier open = province_.InProcess();
  const v1::Dossier extended = Act(&Stub::ExtendDueDate, extension(province_.InProcess()));
  EXPECT_EQ(wire::ToInstant(extended.due_at()), At("2025-03-21T09:15"));
  intake::events::v1::DossierAccepted without_limit = AnAcceptance();
  without_limit.clear_limit();
  without_limit.mutable_facts()->clear_due_at();
  v1::Dossier endless;
  endless.set_dossier_id(province_.intake().Hold(without_limit).key);
  endless = province_.Read(endless);
  EverythingIsPrepared();

  auto request = extension(open);
  request.set_unit(type::v1::LIMIT_UNIT_SAME_DAY);
  Refused("EXTENSION_UNIT_INVALID", &Stub::ExtendDueDate, request);
  request = extension(open);
  request.set_value(0);
  Refused("LIMIT_INVALID", &Stub::ExtendDueDate, request);
  request = extension(open);
  request.clear_document_number();
  Refused("DOCUMENT_NUMBER_INVALID", &Stub::ExtendDueDate, request);
  Refused("ALREADY_EXTENDED", &Stub::ExtendDueDate, extension(extended));
  Refused("NO_DUE_DATE", &Stub::ExtendDueDate, extension(endless));
}

TEST_F(RefusalsTest, OfQueries) {
  EverythingIsPrepared();
  v1::GetDossierRequest get;
  Refused("DOSSIER_MISSING", &Stub::GetDossier, get);
  get.set_dossier("H99.90-250312-9999999");
  Refused("DOSSIER_UNKNOWN", &Stub::GetDossier, get);
  v1::GetStatusRequest look;
  look.set_lookup_key("H99902503129999999");
  Refused("DOSSIER_UNKNOWN", &Stub::GetStatus, look);
  v1::ListTasksRequest list;
  Refused("AGENCY_UNKNOWN", &Stub::ListTasks, list);
}

}  // namespace
}  // namespace motcua::processing::testing
