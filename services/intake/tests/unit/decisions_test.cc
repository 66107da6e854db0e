#include "usecase/decisions.h"

#include <gtest/gtest.h>

#include "support/desk.h"

namespace motcua::intake::testing {
namespace {

class DecisionsTest : public ::testing::Test {
 protected:
  void FileOne(const DossierContent& content = AContent()) {
    const absl::Status status = desk_.File(content);
    ASSERT_TRUE(status.ok()) << status;
    desk_.clock.Advance(std::chrono::minutes(30));
  }
  const DossierEvent& LastEvent() const { return desk_.store.changes.back().event; }
  NationalState State() const { return desk_.last.dossier.state; }

  Desk desk_;
};

void ExpectError(const absl::Status& status, absl::StatusCode code, const std::string& reason) {
  EXPECT_EQ(status.code(), code) << status;
  EXPECT_EQ(Reason(status), reason);
}

TEST_F(DecisionsTest, AcceptFixesDueDateWorkflowAndReceipt) {
  FileOne();
  ASSERT_TRUE(desk_.Accept().ok());
  EXPECT_EQ(State(), NationalState::kReceived);
  EXPECT_TRUE(desk_.last.dossier.accepted);
  EXPECT_EQ(desk_.last.dossier.revision, 2);
  EXPECT_EQ(desk_.last.dossier.sequence, 2);
  EXPECT_EQ(desk_.last.dossier.received_at, At("2025-03-12T09:45"));
  EXPECT_EQ(desk_.last.dossier.due_at, At("2025-03-17T09:45"));
  EXPECT_EQ(desk_.last.dossier.code, "H99.90-250312-0001") << "never coded again";
  EXPECT_FALSE(desk_.last.dossier.next_alert_at.has_value());
  EXPECT_EQ(LastEvent().previous_state, 1);
  EXPECT_TRUE(std::holds_alternative<DossierAccepted>(LastEvent().body));
  EXPECT_TRUE(desk_.last.receipt->lookup_secret.empty());
  EXPECT_TRUE(desk_.store.changes.back().receipt.has_value());
}

TEST_F(DecisionsTest, AfterAcceptanceEveryCommandBelongsToProcessing) {
  FileOne();
  ASSERT_TRUE(desk_.Accept().ok());
  const auto changes = desk_.store.changes.size();
  for (const absl::Status& status :
       {desk_.Accept(), desk_.Refuse(), desk_.AskForSupplement(), desk_.SendSupplement(),
        desk_.AskForPayment(), desk_.Pay(1), desk_.WithdrawIt(), desk_.CloseIt()}) {
    ExpectError(status, absl::StatusCode::kFailedPrecondition, "DOSSIER_ACCEPTED");
  }
  EXPECT_EQ(desk_.store.changes.size(), changes);
}

TEST_F(DecisionsTest, AcceptNeedsWorkflowCalendarAndFee) {
  DossierContent no_workflow = AContent();
  no_workflow.procedure_code = kNoWorkflow;
  FileOne(no_workflow);
  ExpectError(desk_.Accept(), absl::StatusCode::kFailedPrecondition, "WORKFLOW_NOT_APPROVED");
  FileOne(desk_.WithFee());
  ExpectError(desk_.Accept(), absl::StatusCode::kFailedPrecondition, "FEE_UNPAID");
  FileOne();
  desk_.store.SetRules(RulesWithoutCalendar());
  ExpectError(desk_.Accept(), absl::StatusCode::kFailedPrecondition, "CALENDAR_UNKNOWN");
}

TEST_F(DecisionsTest, RefuseNeedsItsReason) {
  FileOne();
  ExpectError(desk_.Refuse(" "), absl::StatusCode::kInvalidArgument, "REASON_MISSING");
  ExpectError(desk_.Refuse(std::string(1001, 'r')), absl::StatusCode::kInvalidArgument,
              "REASON_TOO_LONG");
  ASSERT_TRUE(desk_.Refuse("Sai thẩm quyền").ok());
  EXPECT_EQ(State(), NationalState::kNotAccepted);
  EXPECT_EQ(desk_.last.dossier.end_reason, EndReason::kRefused);
  EXPECT_EQ(LastEvent().reason, "Sai thẩm quyền");
  EXPECT_TRUE(std::holds_alternative<DossierNotAccepted>(LastEvent().body));
  ExpectError(desk_.Refuse(), absl::StatusCode::kFailedPrecondition, "WRONG_STATE");
}

TEST_F(DecisionsTest, SupplementGoesToTheApplicantAndBackOnce) {
  FileOne();
  ASSERT_TRUE(desk_.AskForSupplement({"Tờ khai", "Giấy tờ"}).ok());
  EXPECT_EQ(State(), NationalState::kSupplementRequested);
  // 15 working days, end of the day (law-2025 5).
  EXPECT_EQ(desk_.last.dossier.request_due_at, At("2025-04-02T17:00"));
  EXPECT_FALSE(desk_.last.dossier.next_alert_at.has_value());
  EXPECT_EQ(std::get<SupplementRequested>(LastEvent().body).items_vi.size(), 2U);

  desk_.clock.Set(At("2025-03-14T16:00"));
  ASSERT_TRUE(desk_
                  .SendSupplement({{.part_id = "to-khai", .paper_ids = {kPaper}, .copies = 2},
                                   {.part_id = "uy-quyen", .paper_ids = {kPaper}}})
                  .ok());
  EXPECT_EQ(State(), NationalState::kFiled);
  EXPECT_FALSE(desk_.last.dossier.request_due_at.has_value());
  ASSERT_EQ(desk_.last.dossier.content.parts.size(), 3U);
  EXPECT_EQ(desk_.last.dossier.content.parts[0].copies, 2);
  // The counter's 8 hours start again.
  EXPECT_EQ(desk_.last.dossier.acceptance_due_at, At("2025-03-17T16:00"));
  EXPECT_EQ(desk_.last.dossier.next_alert_at, At("2025-03-17T08:30"));
  EXPECT_EQ(desk_.last.dossier.sequence, 3);

  ExpectError(desk_.AskForSupplement(), absl::StatusCode::kFailedPrecondition,
              "SUPPLEMENT_ALREADY_REQUESTED");
  EXPECT_TRUE(desk_.Accept().ok());
}

TEST_F(DecisionsTest, SupplementIsChecked) {
  FileOne();
  ExpectError(desk_.SendSupplement(), absl::StatusCode::kFailedPrecondition, "WRONG_STATE");
  ExpectError(desk_.AskForSupplement({}), absl::StatusCode::kInvalidArgument, "ITEMS_MISSING");
  ExpectError(desk_.AskForSupplement({""}), absl::StatusCode::kInvalidArgument, "ITEM_INVALID");
  ASSERT_TRUE(desk_.AskForSupplement().ok());
  ExpectError(desk_.SendSupplement({}), absl::StatusCode::kInvalidArgument, "SUPPLEMENT_EMPTY");
  ExpectError(desk_.SendSupplement({{.part_id = "khac"}}), absl::StatusCode::kInvalidArgument,
              "PART_UNKNOWN");
  ExpectError(desk_.SendSupplement({{.part_id = "to-khai"}, {.part_id = "to-khai"}}),
              absl::StatusCode::kInvalidArgument, "PART_DUPLICATE");
  ExpectError(desk_.SendSupplement({{.part_id = "to-khai", .paper_ids = {"no-id"}}}),
              absl::StatusCode::kInvalidArgument, "PAPER_UNKNOWN");
  ExpectError(desk_.SendSupplement(
                  {{.part_id = "to-khai", .paper_ids = {"019a0000-0000-7000-8000-00000000ffff"}}}),
              absl::StatusCode::kInvalidArgument, "PAPER_UNKNOWN");
  EXPECT_EQ(State(), NationalState::kSupplementRequested);
}

TEST_F(DecisionsTest, PaymentIsKeptWhenASupplementFollows) {
  FileOne(desk_.WithFee());
  ASSERT_TRUE(desk_.AskForPayment().ok());
  EXPECT_EQ(State(), NationalState::kPaymentRequested);
  EXPECT_EQ(desk_.last.dossier.request_due_at, At("2025-03-19T17:00"));
  ExpectError(desk_.Pay(49999), absl::StatusCode::kInvalidArgument, "AMOUNT_DIFFERS");
  ExpectError(desk_.Pay(50000, ""), absl::StatusCode::kInvalidArgument,
              "PAYMENT_REFERENCE_INVALID");
  ASSERT_TRUE(desk_.Pay(50000).ok());
  EXPECT_EQ(State(), NationalState::kFiled);
  EXPECT_TRUE(desk_.last.dossier.fee_paid);
  EXPECT_EQ(std::get<PaymentConfirmed>(LastEvent().body).amount_vnd, 50000);

  ASSERT_TRUE(desk_.AskForSupplement().ok());
  ASSERT_TRUE(desk_.SendSupplement().ok());
  EXPECT_TRUE(desk_.last.dossier.fee_paid);
  ExpectError(desk_.AskForPayment(), absl::StatusCode::kFailedPrecondition, "FEE_NOT_DUE");
  EXPECT_TRUE(desk_.Accept().ok());
}

TEST_F(DecisionsTest, PaymentIsAskedOnlyWhereAFeeIsDue) {
  FileOne();
  ExpectError(desk_.AskForPayment(), absl::StatusCode::kFailedPrecondition, "FEE_NOT_DUE");
  ExpectError(desk_.Pay(1), absl::StatusCode::kFailedPrecondition, "WRONG_STATE");
}

TEST_F(DecisionsTest, WithdrawFromEveryOpenState) {
  FileOne();
  ASSERT_TRUE(desk_.WithdrawIt().ok());
  EXPECT_EQ(State(), NationalState::kWithdrawn);
  EXPECT_EQ(desk_.last.dossier.end_reason, EndReason::kWithdrawn);
  EXPECT_TRUE(std::holds_alternative<DossierWithdrawn>(LastEvent().body));
  ExpectError(desk_.WithdrawIt(), absl::StatusCode::kFailedPrecondition, "WRONG_STATE");
  FileOne();
  ASSERT_TRUE(desk_.AskForSupplement().ok());
  EXPECT_TRUE(desk_.WithdrawIt().ok());
  FileOne(desk_.WithFee());
  ASSERT_TRUE(desk_.AskForPayment().ok());
  EXPECT_TRUE(desk_.WithdrawIt().ok());
}

TEST_F(DecisionsTest, CloseOnlyAfterTheApplicantsTime) {
  FileOne();
  ExpectError(desk_.CloseIt(), absl::StatusCode::kFailedPrecondition, "WRONG_STATE");
  ASSERT_TRUE(desk_.AskForSupplement().ok());
  desk_.clock.Set(At("2025-04-02T17:00"));  // the last moment is still in time
  ExpectError(desk_.CloseIt(), absl::StatusCode::kFailedPrecondition, "LIMIT_NOT_PASSED");
  desk_.clock.Advance(std::chrono::microseconds(1));
  ASSERT_TRUE(desk_.CloseIt().ok());
  EXPECT_EQ(State(), NationalState::kNotAccepted);
  EXPECT_EQ(desk_.last.dossier.end_reason, EndReason::kClosedNoSupplement);
}

TEST_F(DecisionsTest, CloseWithoutPaymentSaysSo) {
  FileOne(desk_.WithFee());
  ASSERT_TRUE(desk_.AskForPayment().ok());
  desk_.clock.Set(At("2025-03-20T07:30"));
  ASSERT_TRUE(desk_.CloseIt().ok());
  EXPECT_EQ(desk_.last.dossier.end_reason, EndReason::kClosedNoPayment);
}

TEST_F(DecisionsTest, CountersCommandsAreItsOwn) {
  FileOne();
  CommandHeader header = desk_.Header("lý do");
  header.actor.agency = kCommune;
  const auto refuse = [&] {
    return RefuseDossier(desk_.command)
        .Execute(desk_.Call(), desk_.Invoke("RefuseDossier"), header)
        .status();
  };
  ExpectError(refuse(), absl::StatusCode::kPermissionDenied, "NOT_YOUR_DOSSIER");
  header.actor = ACitizen();
  ExpectError(refuse(), absl::StatusCode::kPermissionDenied, "NOT_YOUR_DOSSIER");
  header.actor.id.clear();
  ExpectError(refuse(), absl::StatusCode::kInvalidArgument, "ACTOR_INVALID");
}

TEST_F(DecisionsTest, AStaleRevisionLoses) {
  FileOne();
  CommandHeader header = desk_.Header();
  ASSERT_TRUE(desk_.AskForSupplement().ok());
  const auto withdraw = [&] {
    return WithdrawDossier(desk_.command)
        .Execute(desk_.Call(), desk_.Invoke("WithdrawDossier"), header)
        .status();
  };
  ExpectError(withdraw(), absl::StatusCode::kAborted, "STALE_REVISION");
  header.expected_revision = 0;  // an officer has a form, so 0 is no revision
  ExpectError(withdraw(), absl::StatusCode::kAborted, "STALE_REVISION");
  header.actor = ACitizen();
  EXPECT_TRUE(withdraw().ok()) << "a citizen sees no form: whatever the revision is now";
}

TEST_F(DecisionsTest, UnknownDossier) {
  FileOne();
  CommandHeader header = desk_.Header();
  header.dossier = "H99.90-250312-9999";
  ExpectError(WithdrawDossier(desk_.command)
                  .Execute(desk_.Call(), desk_.Invoke("WithdrawDossier"), header)
                  .status(),
              absl::StatusCode::kNotFound, "DOSSIER_UNKNOWN");
}

TEST_F(DecisionsTest, ByCodeAsWellAsById) {
  FileOne();
  CommandHeader header = desk_.Header();
  header.dossier = desk_.last.dossier.code;
  EXPECT_TRUE(WithdrawDossier(desk_.command)
                  .Execute(desk_.Call(), desk_.Invoke("WithdrawDossier"), header)
                  .ok());
}

TEST_F(DecisionsTest, AReplayAnswersTheSameEvenAfterTheDossierMovedOn) {
  FileOne();
  const CommandHeader header = desk_.Header();
  const auto ask = [&](const std::string& hash) {
    return AskSupplement(desk_.command)
        .Execute(desk_.Call("k"), desk_.Invoke("RequestSupplement", hash), header, {"Tờ khai"});
  };
  const auto first = ask("h1");
  ASSERT_TRUE(first.ok());
  desk_.last.dossier = desk_.store.dossiers.begin()->second;
  ASSERT_TRUE(desk_.SendSupplement().ok());
  ASSERT_TRUE(desk_.Accept().ok());
  const auto again = ask("h1");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(*again, *first);
  ExpectError(ask("h2").status(), absl::StatusCode::kAlreadyExists, "IDEMPOTENCY_KEY_REUSED");
}

TEST_F(DecisionsTest, BusinessTimeNeverGoesBackInADossier) {
  FileOne();
  desk_.clock.Set(At("2025-03-12T08:00"));
  ASSERT_TRUE(desk_.Accept().ok());
  EXPECT_EQ(desk_.last.dossier.received_at, At("2025-03-12T09:15"));
  EXPECT_EQ(desk_.last.dossier.last_occurred_at, At("2025-03-12T09:15"));
}

}  // namespace
}  // namespace motcua::intake::testing
