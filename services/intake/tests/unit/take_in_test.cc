#include "usecase/take_in.h"

#include <functional>
#include <ostream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/dossier/lookup_secret.h"

#include "support/desk.h"

namespace motcua::intake::testing {
namespace {

class FileDossierTest : public ::testing::Test {
 protected:
  Desk desk_;
};

TEST_F(FileDossierTest, IssuesTheCodeAtOnceAndStartsTheAcceptanceClock) {
  ASSERT_TRUE(desk_.File().ok());
  const Dossier& dossier = desk_.last.dossier;
  EXPECT_EQ(dossier.code, "H99.90-250312-0001");
  EXPECT_EQ(dossier.lookup_key, "H99902503120001");
  EXPECT_EQ(dossier.state, NationalState::kFiled);
  EXPECT_EQ(dossier.revision, 1);
  EXPECT_EQ(dossier.sequence, 1);
  EXPECT_EQ(dossier.rule_set, "rules-2025");
  EXPECT_EQ(dossier.procedure_version, 1);
  EXPECT_EQ(dossier.filed_at, At("2025-03-12T09:15"));
  // 2 and 8 working hours: the lunch break and the night do not count.
  EXPECT_EQ(dossier.next_alert_at, At("2025-03-12T11:15"));
  EXPECT_EQ(dossier.acceptance_due_at, At("2025-03-13T09:15"));
  EXPECT_FALSE(dossier.received_at.has_value());
  ASSERT_EQ(desk_.store.changes.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<DossierFiled>(desk_.store.changes[0].event.body));
  EXPECT_EQ(desk_.store.changes[0].event.previous_state, 0);
  EXPECT_THAT(desk_.store.changes[0].cited_papers, ::testing::ElementsAre(kPaper));
}

TEST_F(FileDossierTest, ShowsTheSecretToTheFilerAndStoresItsHash) {
  ASSERT_TRUE(desk_.File().ok());
  const std::string secret = desk_.last.receipt->lookup_secret;
  EXPECT_EQ(secret.size(), 8U);
  EXPECT_EQ(desk_.store.changes[0].lookup_secret, secret);
  EXPECT_EQ(desk_.last.dossier.secret_hash, dossier::HashLookupSecret("H99902503120001", secret));
  EXPECT_EQ(desk_.last.receipt->qr_payload, "https://mot.cua/?code=H99.90-250312-0001");
  EXPECT_THAT(desk_.last.receipt->parts_vi, ::testing::ElementsAre("Tờ khai", "Giấy tờ"));
}

TEST_F(FileDossierTest, SerialsCountPerAgencyAndLocalDay) {
  ASSERT_TRUE(desk_.File().ok());
  ASSERT_TRUE(desk_.File().ok());
  EXPECT_EQ(desk_.last.dossier.code, "H99.90-250312-0002");
  // 23:30 in Viet Nam is still the same day, although UTC has another.
  desk_.clock.Set(At("2025-03-13T00:30"));
  ASSERT_TRUE(desk_.File().ok());
  EXPECT_EQ(desk_.last.dossier.code, "H99.90-250313-0001");
  DossierContent elsewhere = AContent();
  elsewhere.receiving_agency = kCommune;
  ASSERT_TRUE(desk_.File(elsewhere).ok());
  EXPECT_EQ(desk_.last.dossier.code, "H99.50-250313-0001");
}

TEST_F(FileDossierTest, AnySpellingOfTheProcedureCodeIsTheSameProcedure) {
  DossierContent content = AContent();
  content.procedure_code = " 1.000001.000.00.00.H99";
  ASSERT_TRUE(desk_.File(content).ok());
  EXPECT_EQ(desk_.last.dossier.content.procedure_code, kPlain);
}

TEST_F(FileDossierTest, TheSameKeyGetsTheSameAnswerAndChangesNothing) {
  const auto first =
      desk_.take_in.File(desk_.Call("k"), desk_.Invoke("FileDossier"), AContent(), ACitizen());
  desk_.clock.Advance(std::chrono::hours(1));
  const auto again =
      desk_.take_in.File(desk_.Call("k"), desk_.Invoke("FileDossier"), AContent(), ACitizen());
  ASSERT_TRUE(first.ok() && again.ok());
  EXPECT_EQ(*first, *again);
  EXPECT_EQ(desk_.store.dossiers.size(), 1U);
  EXPECT_EQ(desk_.store.serials.begin()->second, 1U);
}

TEST_F(FileDossierTest, TheLoserOfARaceForAKeyGetsTheWinnersAnswer) {
  desk_.store.LoseNextRaceTo({.request_hash = "hash", .bytes = "the winner's"});
  const auto answer =
      desk_.take_in.File(desk_.Call("k"), desk_.Invoke("FileDossier"), AContent(), ACitizen());
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(*answer, "the winner's");
  EXPECT_TRUE(desk_.store.dossiers.empty());
}

TEST_F(FileDossierTest, AKeyWithOtherContentIsRefusedBeforeAnythingElse) {
  ASSERT_TRUE(desk_.File(AContent(), "k", "hash-1").ok());
  DossierContent wrong = AContent();
  wrong.procedure_code = "9.999999";
  const absl::Status status = desk_.File(wrong, "k", "hash-2");
  EXPECT_EQ(status.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(Reason(status), "IDEMPOTENCY_KEY_REUSED");
}

TEST_F(FileDossierTest, NeedsAKey) {
  CallContext call;
  const auto missing =
      desk_.take_in.File(call, desk_.Invoke("FileDossier"), AContent(), ACitizen());
  EXPECT_EQ(Reason(missing.status()), "IDEMPOTENCY_KEY_MISSING");
  call.idempotency_key = std::string(65, 'k');
  const auto long_key =
      desk_.take_in.File(call, desk_.Invoke("FileDossier"), AContent(), ACitizen());
  EXPECT_EQ(Reason(long_key.status()), "IDEMPOTENCY_KEY_INVALID");
}

TEST_F(FileDossierTest, NeedsACalendar) {
  desk_.store.SetRules(RulesWithoutCalendar());
  const absl::Status status = desk_.File();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Reason(status), "CALENDAR_UNKNOWN");
}

TEST_F(FileDossierTest, NeedsARuleSetInForce) {
  desk_.clock.Set(At("2019-12-31T09:00"));
  // No procedure is in force that early either; a catalogue without the rule set shows the reason.
  Catalogue catalogue = ACatalogue();
  catalogue.rule_sets[0].valid_to = "2020-12-31";
  desk_.store.SetRules(std::make_shared<const Rules>(
      catalogue, std::vector<ApprovedWorkflow>{},
      std::make_shared<const calendar::WorkingCalendar>(ACalendar())));
  desk_.clock.Set(At("2025-03-12T09:15"));
  EXPECT_EQ(Reason(desk_.File()), "RULE_SET_UNKNOWN");
}

struct BadContent {
  const char* name;
  std::function<void(DossierContent&)> spoil;
  const char* reason;
};

void PrintTo(const BadContent& bad, std::ostream* out) {
  *out << bad.name;
}

class BadContentTest : public ::testing::TestWithParam<BadContent> {};

TEST_P(BadContentTest, IsRefusedWithItsReasonAndLeavesNothing) {
  Desk desk;
  DossierContent content = AContent();
  GetParam().spoil(content);
  const absl::Status status = desk.File(content);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
  EXPECT_EQ(Reason(status), GetParam().reason);
  EXPECT_FALSE(Metadata(status).empty());
  EXPECT_TRUE(desk.store.dossiers.empty());
  EXPECT_TRUE(desk.store.answers.empty());
  EXPECT_TRUE(desk.store.serials.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Reasons, BadContentTest,
    ::testing::Values(
        BadContent{"UnknownProcedure", [](auto& c) { c.procedure_code = "1.999999"; },
                   "PROCEDURE_UNKNOWN"},
        BadContent{"NotOnline", [](auto& c) { c.procedure_code = kCounterOnly; },
                   "PROCEDURE_NOT_ONLINE"},
        BadContent{"UnknownReceiver", [](auto& c) { c.receiving_agency = "H98.01"; },
                   "AGENCY_UNKNOWN"},
        BadContent{"UnknownHandler", [](auto& c) { c.handling_agency = ""; }, "AGENCY_UNKNOWN"},
        BadContent{"ClosedHandler", [](auto& c) { c.handling_agency = kClosedCommune; },
                   "AGENCY_CLOSED"},
        BadContent{"ReceivesNothing", [](auto& c) { c.receiving_agency = kDepartment; },
                   "AGENCY_NOT_COMPETENT"},
        BadContent{"NotCompetent", [](auto& c) { c.handling_agency = kDepartment; },
                   "AGENCY_NOT_COMPETENT"},
        BadContent{"MissingPart", [](auto& c) { c.parts.erase(c.parts.begin()); }, "PART_MISSING"},
        BadContent{"NothingUploaded", [](auto& c) { c.parts[0].paper_ids.clear(); },
                   "PART_MISSING"},
        BadContent{"NotReplaceable",
                   [](auto& c) {
                     c.parts[0].paper_ids.clear();
                     c.parts[0].replaced_by_data = true;
                   },
                   "PART_MISSING"},
        BadContent{"UnknownPart", [](auto& c) { c.parts[0].part_id = "khac"; }, "PART_UNKNOWN"},
        BadContent{"PartTwice", [](auto& c) { c.parts.push_back(c.parts[0]); }, "PART_DUPLICATE"},
        BadContent{"UnknownPaper",
                   [](auto& c) { c.parts[0].paper_ids = {"019a0000-0000-7000-8000-00000000ffff"}; },
                   "PAPER_UNKNOWN"},
        BadContent{"NoPaperId", [](auto& c) { c.parts[0].paper_ids = {"'; DROP"}; },
                   "PAPER_UNKNOWN"},
        BadContent{"NegativeCount", [](auto& c) { c.parts[0].copies = -1; }, "COUNT_INVALID"},
        BadContent{"ApplicantKind", [](auto& c) { c.applicant.kind = 5; },
                   "APPLICANT_KIND_INVALID"},
        BadContent{"NoName", [](auto& c) { c.applicant.full_name = "  "; },
                   "APPLICANT_NAME_INVALID"},
        BadContent{"Identity", [](auto& c) { c.applicant.identity_number = "12345"; },
                   "IDENTITY_NUMBER_INVALID"},
        BadContent{"Phone", [](auto& c) { c.applicant.phone = "113"; }, "PHONE_INVALID"},
        BadContent{"Email", [](auto& c) { c.applicant.email = "a@b"; }, "EMAIL_INVALID"},
        BadContent{"Address", [](auto& c) { c.applicant.address = std::string(501, 'a'); },
                   "ADDRESS_TOO_LONG"},
        BadContent{"Subject", [](auto& c) { c.subject = std::string(1001, 'a'); },
                   "SUBJECT_TOO_LONG"},
        BadContent{"Variant", [](auto& c) { c.variant = "complex"; }, "VARIANT_UNKNOWN"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST_F(FileDossierTest, LengthsAreCountedInCharacters) {
  DossierContent content = AContent();
  content.subject.clear();
  for (int i = 0; i < 1000; ++i) {
    content.subject += "ế";
  }
  EXPECT_TRUE(desk_.File(content).ok());
}

TEST_F(FileDossierTest, NeedsAnActor) {
  const auto answer =
      desk_.take_in.File(desk_.Call(), desk_.Invoke("FileDossier"), AContent(), Actor{});
  EXPECT_EQ(Reason(answer.status()), "ACTOR_INVALID");
}

TEST_F(FileDossierTest, AVersionOutOfForceIsNotServed) {
  Catalogue catalogue = ACatalogue();
  catalogue.procedures[0].valid_to = "2025-03-11";
  desk_.store.SetRules(std::make_shared<const Rules>(
      catalogue, std::vector<ApprovedWorkflow>{},
      std::make_shared<const calendar::WorkingCalendar>(ACalendar())));
  EXPECT_EQ(Reason(desk_.File()), "PROCEDURE_UNKNOWN");
}

class ReceiveDossierTest : public ::testing::Test {
 protected:
  Desk desk_;
};

TEST_F(ReceiveDossierTest, IsReceivedWithOneEventAndAnAppointment) {
  ASSERT_TRUE(desk_.Receive(AContent()).ok());
  const Dossier& dossier = desk_.last.dossier;
  EXPECT_EQ(dossier.state, NationalState::kReceived);
  EXPECT_TRUE(dossier.accepted);
  EXPECT_EQ(dossier.sequence, 1);
  EXPECT_EQ(dossier.received_at, At("2025-03-12T09:15"));
  EXPECT_EQ(dossier.due_at, At("2025-03-17T09:15"));
  EXPECT_FALSE(dossier.acceptance_due_at.has_value());
  EXPECT_FALSE(dossier.next_alert_at.has_value());
  ASSERT_EQ(desk_.store.changes.size(), 1U);
  const auto& event = std::get<DossierAccepted>(desk_.store.changes[0].event.body);
  EXPECT_EQ(event.acceptance.workflow_id, std::string("wf-") + kPlain);
  EXPECT_EQ(event.acceptance.workflow_version, 2);
  EXPECT_EQ(event.acceptance.calendar_version, "test-1");
  EXPECT_EQ(event.acceptance.limit.value, 3);
  const Receipt& receipt = *desk_.last.receipt;
  EXPECT_EQ(receipt.limit_vi, "3 ngày làm việc");
  EXPECT_EQ(receipt.due_at, dossier.due_at);
  EXPECT_GE(receipt.explanation.size(), 2U);
  EXPECT_EQ(receipt.lookup_secret.size(), 8U);
  // What is stored for later prints has no secret.
  EXPECT_TRUE(desk_.store.changes[0].receipt->lookup_secret.empty());
}

TEST_F(ReceiveDossierTest, AtTheCounterAPaperMayBeShownInsteadOfUploaded) {
  DossierContent content = AContent();
  content.parts = {{.part_id = "to-khai", .originals = 1}};  // the other part is for online only
  EXPECT_TRUE(desk_.Receive(content, Channel::kPost).ok());
}

TEST_F(ReceiveDossierTest, TheFeeMustBeTaken) {
  EXPECT_EQ(Reason(desk_.Receive(desk_.WithFee())), "FEE_UNPAID");
  ASSERT_TRUE(desk_.Receive(desk_.WithFee(), Channel::kDirect, true).ok());
  EXPECT_EQ(desk_.last.dossier.fee_vnd, 50000);
  EXPECT_TRUE(desk_.last.dossier.fee_paid);
  EXPECT_EQ(desk_.last.receipt->fee_vnd, 70000);
  EXPECT_EQ(
      std::get<DossierAccepted>(desk_.store.changes.back().event.body).acceptance.fee_after_vnd,
      20000);
}

TEST_F(ReceiveDossierTest, WithoutAnApprovedWorkflowNothingIsReceived) {
  DossierContent content = AContent();
  content.procedure_code = kNoWorkflow;
  const absl::Status status = desk_.Receive(content);
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Reason(status), "WORKFLOW_NOT_APPROVED");
  EXPECT_TRUE(desk_.store.serials.empty()) << "a refused dossier spends no serial";
}

TEST_F(ReceiveDossierTest, WithoutACalendarNothingIsReceived) {
  desk_.store.SetRules(RulesWithoutCalendar());
  EXPECT_EQ(Reason(desk_.Receive(AContent())), "CALENDAR_UNKNOWN");
}

TEST_F(ReceiveDossierTest, AProcedureWithoutALimitHasNoDueDate) {
  DossierContent content = AContent();
  content.procedure_code = kNoLimit;
  ASSERT_TRUE(desk_.Receive(content).ok());
  EXPECT_FALSE(desk_.last.dossier.due_at.has_value());
}

TEST_F(ReceiveDossierTest, OnlyTheReceivingAgencysOfficer) {
  Actor other = AClerk();
  other.agency = kCommune;
  const absl::Status status = desk_.Receive(AContent(), Channel::kDirect, false, other);
  EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(Reason(status), "NOT_YOUR_DOSSIER");
}

TEST_F(ReceiveDossierTest, ChannelsAreThoseOfTheProcedure) {
  DossierContent content = AContent();
  content.procedure_code = kCounterOnly;
  content.receiving_agency = kCommune;
  EXPECT_EQ(Reason(desk_.Receive(content, Channel::kPost)), "CHANNEL_NOT_ALLOWED");
  EXPECT_EQ(Reason(desk_.Receive(content, Channel::kUnspecified)), "CHANNEL_INVALID");
}

TEST_F(ReceiveDossierTest, BoundToItsBoundary) {
  DossierContent content = AContent();
  content.procedure_code = kCounterOnly;
  content.receiving_agency = kOtherCommune;  // handled by the first commune
  Actor clerk = AClerk();
  clerk.agency = kOtherCommune;
  EXPECT_EQ(Reason(desk_.Receive(content, Channel::kDirect, false, clerk)), "AGENCY_NOT_COMPETENT");
  // The provincial centre stands for the province, which is above the commune.
  content.receiving_agency = kCentre;
  EXPECT_TRUE(desk_.Receive(content).ok());
}

TEST_F(ReceiveDossierTest, WarnsWhenTheYearIsNotLoaded) {
  desk_.clock.Set(At("2026-12-30T09:00"));
  ASSERT_TRUE(desk_.Receive(AContent()).ok());
  EXPECT_FALSE(desk_.last.receipt->warnings.empty());
}

}  // namespace
}  // namespace motcua::intake::testing
