#include "domain/transitions.h"

#include <gtest/gtest.h>

#include "support/desk.h"

namespace motcua::intake::testing {
namespace {

class TransitionsTest : public ::testing::Test {
 protected:
  void FileOne(const DossierContent& content = AContent()) {
    const absl::Status status = desk_.File(content);
    ASSERT_TRUE(status.ok()) << status;
    desk_.clock.Advance(std::chrono::minutes(30));
  }
  const EventBody& LastEvent() const { return desk_.decision.event; }
  NationalState State() const { return desk_.dossier.state; }

  Desk desk_;
};

void ExpectError(const absl::Status& status, absl::StatusCode code, const std::string& reason) {
  EXPECT_EQ(status.code(), code) << status;
  EXPECT_EQ(Reason(status), reason);
}

TEST_F(TransitionsTest, AcceptFixesDueDateWorkflowAndReceipt) {
  FileOne();
  ASSERT_TRUE(desk_.Accept().ok());
  EXPECT_EQ(State(), NationalState::kReceived);
  EXPECT_TRUE(desk_.dossier.accepted);
  EXPECT_EQ(desk_.dossier.revision, 2);
  EXPECT_EQ(desk_.dossier.sequence, 2);
  EXPECT_EQ(desk_.dossier.received_at, At("2025-03-12T09:45"));
  EXPECT_EQ(desk_.dossier.due_at, At("2025-03-17T09:45"));
  EXPECT_FALSE(desk_.dossier.next_alert_at.has_value());
  EXPECT_TRUE(std::holds_alternative<DossierAccepted>(LastEvent()));
  EXPECT_TRUE(desk_.decision.receipt->lookup_secret.empty());
  EXPECT_EQ(desk_.decision.receipt->due_at, desk_.dossier.due_at);
}

TEST_F(TransitionsTest, AfterAcceptanceItBelongsToProcessing) {
  FileOne();
  EXPECT_TRUE(CheckOwned(desk_.dossier).ok());
  ASSERT_TRUE(desk_.Accept().ok());
  ExpectError(CheckOwned(desk_.dossier), absl::StatusCode::kFailedPrecondition, "DOSSIER_ACCEPTED");
}

TEST_F(TransitionsTest, AcceptNeedsWorkflowCalendarAndFee) {
  DossierContent no_workflow = AContent();
  no_workflow.procedure_code = kNoWorkflow;
  FileOne(no_workflow);
  ExpectError(desk_.Accept(), absl::StatusCode::kFailedPrecondition, "WORKFLOW_NOT_APPROVED");
  FileOne(desk_.WithFee());
  ExpectError(desk_.Accept(), absl::StatusCode::kFailedPrecondition, "FEE_UNPAID");
  FileOne();
  desk_.rules = RulesWithoutCalendar();
  ExpectError(desk_.Accept(), absl::StatusCode::kFailedPrecondition, "CALENDAR_UNKNOWN");
}

TEST_F(TransitionsTest, RefuseNeedsItsReason) {
  FileOne();
  ExpectError(desk_.Refuse(" "), absl::StatusCode::kInvalidArgument, "REASON_MISSING");
  ASSERT_TRUE(desk_.Refuse("Sai thẩm quyền").ok());
  EXPECT_EQ(State(), NationalState::kNotAccepted);
  EXPECT_EQ(desk_.dossier.end_reason, EndReason::kRefused);
  EXPECT_TRUE(std::holds_alternative<DossierNotAccepted>(LastEvent()));
  ExpectError(desk_.Refuse(), absl::StatusCode::kFailedPrecondition, "WRONG_STATE");
}

TEST_F(TransitionsTest, SupplementGoesToTheApplicantAndBackOnce) {
  FileOne();
  ASSERT_TRUE(desk_.AskForSupplement({"Tờ khai", "Giấy tờ"}).ok());
  EXPECT_EQ(State(), NationalState::kSupplementRequested);
  // 15 working days, end of the day (law-2025 5).
  EXPECT_EQ(desk_.dossier.request_due_at, At("2025-04-02T17:00"));
  EXPECT_FALSE(desk_.dossier.next_alert_at.has_value());
  EXPECT_EQ(std::get<SupplementRequested>(LastEvent()).items_vi.size(), 2U);

  desk_.clock.Set(At("2025-03-14T16:00"));
  ASSERT_TRUE(desk_
                  .SendSupplement({{.part_id = "to-khai", .paper_ids = {kPaper}, .copies = 2},
                                   {.part_id = "uy-quyen", .paper_ids = {kPaper}}})
                  .ok());
  EXPECT_EQ(State(), NationalState::kFiled);
  EXPECT_FALSE(desk_.dossier.request_due_at.has_value());
  ASSERT_EQ(desk_.dossier.content.parts.size(), 3U);
  EXPECT_EQ(desk_.dossier.content.parts[0].copies, 2);
  // The counter's 8 hours restart.
  EXPECT_EQ(desk_.dossier.acceptance_due_at, At("2025-03-17T16:00"));
  EXPECT_EQ(desk_.dossier.next_alert_at, At("2025-03-17T08:30"));
  EXPECT_EQ(desk_.dossier.sequence, 3);

  ExpectError(desk_.AskForSupplement(), absl::StatusCode::kFailedPrecondition,
              "SUPPLEMENT_ALREADY_REQUESTED");
  EXPECT_TRUE(desk_.Accept().ok());
}

TEST_F(TransitionsTest, SupplementIsChecked) {
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
  EXPECT_EQ(State(), NationalState::kSupplementRequested);
}

TEST_F(TransitionsTest, PaymentIsKeptWhenASupplementFollows) {
  FileOne(desk_.WithFee());
  ASSERT_TRUE(desk_.AskForPayment().ok());
  EXPECT_EQ(State(), NationalState::kPaymentRequested);
  EXPECT_EQ(desk_.dossier.request_due_at, At("2025-03-19T17:00"));
  ExpectError(desk_.Pay(49999), absl::StatusCode::kInvalidArgument, "AMOUNT_DIFFERS");
  ExpectError(desk_.Pay(50000, ""), absl::StatusCode::kInvalidArgument,
              "PAYMENT_REFERENCE_INVALID");
  // The one request before acceptance has no id (F23).
  ExpectError(desk_.Pay(50000, "BL-0001", "abc"), absl::StatusCode::kInvalidArgument,
              "REQUEST_UNKNOWN");
  ASSERT_TRUE(desk_.Pay(50000).ok());
  EXPECT_EQ(State(), NationalState::kFiled);
  EXPECT_TRUE(desk_.dossier.fee_paid);
  EXPECT_EQ(std::get<PaymentConfirmed>(LastEvent()).amount_vnd, 50000);

  ASSERT_TRUE(desk_.AskForSupplement().ok());
  ASSERT_TRUE(desk_.SendSupplement().ok());
  EXPECT_TRUE(desk_.dossier.fee_paid);
  ExpectError(desk_.AskForPayment(), absl::StatusCode::kFailedPrecondition, "FEE_NOT_DUE");
  EXPECT_TRUE(desk_.Accept().ok());
}

TEST_F(TransitionsTest, PaymentIsAskedOnlyWhereAFeeIsDue) {
  FileOne();
  ExpectError(desk_.AskForPayment(), absl::StatusCode::kFailedPrecondition, "FEE_NOT_DUE");
  ExpectError(desk_.Pay(1), absl::StatusCode::kFailedPrecondition, "WRONG_STATE");
}

TEST_F(TransitionsTest, WithdrawFromEveryOpenState) {
  FileOne();
  ASSERT_TRUE(desk_.WithdrawIt().ok());
  EXPECT_EQ(State(), NationalState::kWithdrawn);
  EXPECT_EQ(desk_.dossier.end_reason, EndReason::kWithdrawn);
  EXPECT_TRUE(std::holds_alternative<DossierWithdrawn>(LastEvent()));
  ExpectError(desk_.WithdrawIt(), absl::StatusCode::kFailedPrecondition, "WRONG_STATE");
  FileOne();
  ASSERT_TRUE(desk_.AskForSupplement().ok());
  EXPECT_TRUE(desk_.WithdrawIt().ok());
  FileOne(desk_.WithFee());
  ASSERT_TRUE(desk_.AskForPayment().ok());
  EXPECT_TRUE(desk_.WithdrawIt().ok());
}

TEST_F(TransitionsTest, CloseOnlyAfterTheApplicantsTime) {
  FileOne();
  ExpectError(desk_.CloseIt(), absl::StatusCode::kFailedPrecondition, "WRONG_STATE");
  ASSERT_TRUE(desk_.AskForSupplement().ok());
  desk_.clock.Set(At("2025-04-02T17:00"));  // exactly at the deadline is in time
  ExpectError(desk_.CloseIt(), absl::StatusCode::kFailedPrecondition, "LIMIT_NOT_PASSED");
  desk_.clock.Advance(std::chrono::microseconds(1));
  ASSERT_TRUE(desk_.CloseIt().ok());
  EXPECT_EQ(State(), NationalState::kNotAccepted);
  EXPECT_EQ(desk_.dossier.end_reason, EndReason::kClosedNoSupplement);
}

TEST_F(TransitionsTest, CloseWithoutPaymentSaysSo) {
  FileOne(desk_.WithFee());
  ASSERT_TRUE(desk_.AskForPayment().ok());
  desk_.clock.Set(At("2025-03-20T07:30"));
  ASSERT_TRUE(desk_.CloseIt().ok());
  EXPECT_EQ(desk_.dossier.end_reason, EndReason::kClosedNoPayment);
}

TEST_F(TransitionsTest, CountersCommandsAreItsOwn) {
  FileOne();
  Actor elsewhere = AClerk();
  elsewhere.agency = kCommune;
  ExpectError(desk_.Refuse("lý do", elsewhere), absl::StatusCode::kPermissionDenied,
              "NOT_YOUR_DOSSIER");
  ExpectError(desk_.Refuse("lý do", ACitizen()), absl::StatusCode::kPermissionDenied,
              "NOT_YOUR_DOSSIER");
}

TEST_F(TransitionsTest, WarnsOnceEarlyAndOnceWhenTheLimitHasPassed) {
  ASSERT_TRUE(desk_.File().ok());
  desk_.clock.Set(At("2025-03-12T11:14"));
  ExpectError(desk_.Alert(), absl::StatusCode::kFailedPrecondition, "ALERT_NOT_DUE");
  desk_.clock.Set(At("2025-03-12T11:15"));
  ASSERT_TRUE(desk_.Alert().ok());
  EXPECT_FALSE(std::get<AcceptanceDelayed>(LastEvent()).overdue);
  ExpectError(desk_.Alert(), absl::StatusCode::kFailedPrecondition, "ALERT_NOT_DUE");
  desk_.clock.Set(At("2025-03-13T09:15"));
  ASSERT_TRUE(desk_.Alert().ok());
  EXPECT_TRUE(std::get<AcceptanceDelayed>(LastEvent()).overdue);
  desk_.clock.Set(At("2025-03-20T09:15"));
  ExpectError(desk_.Alert(), absl::StatusCode::kFailedPrecondition, "ALERT_NOT_DUE");
  EXPECT_EQ(desk_.dossier.sequence, 3);
  EXPECT_EQ(desk_.dossier.revision, 1) << "an alert spoils no open form";
  EXPECT_EQ(State(), NationalState::kFiled);
}

TEST_F(TransitionsTest, AfterAnOutageBothAlertsAreRaisedInOrder) {
  ASSERT_TRUE(desk_.File().ok());
  desk_.clock.Set(At("2025-03-20T09:15"));
  ASSERT_TRUE(desk_.Alert().ok());
  EXPECT_FALSE(std::get<AcceptanceDelayed>(LastEvent()).overdue);
  ASSERT_TRUE(desk_.Alert().ok());
  EXPECT_TRUE(std::get<AcceptanceDelayed>(LastEvent()).overdue);
}

TEST_F(TransitionsTest, WhoeverWasAnsweredIsLeftAlone) {
  for (const bool accepted : {true, false}) {
    FileOne();
    ASSERT_TRUE((accepted ? desk_.Accept() : desk_.AskForSupplement()).ok());
    desk_.clock.Set(At("2025-03-20T09:15"));
    ExpectError(desk_.Alert(), absl::StatusCode::kFailedPrecondition, "ALERT_NOT_DUE");
    desk_.clock.Set(At("2025-03-12T09:15"));
  }
}

TEST_F(TransitionsTest, BusinessTimeNeverGoesBackInADossier) {
  FileOne();
  desk_.clock.Set(At("2025-03-12T08:00"));
  ASSERT_TRUE(desk_.Accept().ok());
  EXPECT_EQ(desk_.dossier.received_at, At("2025-03-12T09:15"));
  EXPECT_EQ(desk_.dossier.last_occurred_at, At("2025-03-12T09:15"));
}

}  // namespace
}  // namespace motcua::intake::testing
