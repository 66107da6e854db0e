#include <functional>
#include <ostream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/desk.h"

namespace motcua::intake::testing {
namespace {

class FileDossierTest : public ::testing::Test {
 protected:
  Desk desk_;
};

TEST_F(FileDossierTest, StartsTheAcceptanceClock) {
  ASSERT_TRUE(desk_.File().ok());
  const Dossier& dossier = desk_.dossier;
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
  EXPECT_TRUE(std::holds_alternative<DossierFiled>(desk_.decision.event));
  EXPECT_THAT(desk_.decision.cited_papers, ::testing::ElementsAre(kPaper));
  EXPECT_THAT(desk_.decision.receipt->parts_vi, ::testing::ElementsAre("Tờ khai", "Giấy tờ"));
}

TEST_F(FileDossierTest, AnySpellingOfTheProcedureCodeIsTheSameProcedure) {
  DossierContent content = AContent();
  content.procedure_code = " 1.000001.000.00.00.H99";
  ASSERT_TRUE(desk_.File(content).ok());
  EXPECT_EQ(desk_.dossier.content.procedure_code, kPlain);
}

TEST_F(FileDossierTest, NeedsACalendar) {
  desk_.rules = RulesWithoutCalendar();
  const absl::Status status = desk_.File();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Reason(status), "CALENDAR_UNKNOWN");
}

TEST_F(FileDossierTest, NeedsARuleSetInForce) {
  desk_.clock.Set(At("2019-12-31T09:00"));
  // No procedure is in force that early either, so this uses a catalogue without the rule set.
  Catalogue catalogue = ACatalogue();
  catalogue.rule_sets[0].valid_to = "2020-12-31";
  desk_.rules =
      std::make_shared<const Rules>(catalogue, std::vector<ApprovedWorkflow>{},
                                    std::make_shared<const calendar::WorkingCalendar>(ACalendar()));
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

TEST_P(BadContentTest, IsRefusedWithItsReason) {
  Desk desk;
  DossierContent content = AContent();
  GetParam().spoil(content);
  const absl::Status status = desk.File(content);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
  EXPECT_EQ(Reason(status), GetParam().reason);
  EXPECT_FALSE(Metadata(status).empty());
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
        BadContent{"RetiredPhone", [](auto& c) { c.applicant.phone = "01691234567"; },
                   "PHONE_INVALID"},
        BadContent{"NulInName", [](auto& c) { c.applicant.full_name = std::string("A\0B", 3); },
                   "TEXT_INVALID"},
        BadContent{"UnseenName", [](auto& c) { c.applicant.full_name = "\u3164"; },
                   "APPLICANT_NAME_INVALID"},
        BadContent{"TurnedName", [](auto& c) { c.applicant.full_name = "A\u202EB"; },
                   "TEXT_INVALID"},
        BadContent{"EscapeInAddress", [](auto& c) { c.applicant.address = "a\x1b[31m"; },
                   "TEXT_INVALID"},
        BadContent{"NulInSubject", [](auto& c) { c.subject = std::string("A\0B", 3); },
                   "TEXT_INVALID"},
        BadContent{"PassportTooLong", [](auto& c) { c.applicant.identity_number = "BC12345678"; },
                   "IDENTITY_NUMBER_INVALID"},
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

TEST_F(FileDossierTest, NumbersAreStoredInOneSpelling) {
  for (const char* phone : {"84912345678", "0084 912 345 678", "0912.345.678 ", "912345678"}) {
    DossierContent content = AContent();
    content.applicant.phone = phone;
    ASSERT_TRUE(desk_.File(content).ok()) << phone;
    EXPECT_EQ(desk_.dossier.content.applicant.phone, "0912345678") << phone;
    EXPECT_TRUE(AcknowledgeFiling(*desk_.rules, desk_.dossier).warnings.empty());
  }
  for (const auto& [typed, stored] : {std::pair("001 095 012 345", "001095012345"),
                                      {"BC123456", "BC123456"},
                                      {"b1234567", "B1234567"},
                                      {"c01x00t47", "C01X00T47"},
                                      {"012345678", "012345678"}}) {
    DossierContent content = AContent();
    content.applicant.identity_number = typed;
    ASSERT_TRUE(desk_.File(content).ok()) << typed;
    EXPECT_EQ(desk_.dossier.content.applicant.identity_number, stored);
  }
}

TEST_F(FileDossierTest, ALandlineIsTakenAndTheReceiptSaysWhatItCannot) {
  DossierContent content = AContent();
  content.applicant.phone = "(024) 3825 1234";
  ASSERT_TRUE(desk_.File(content).ok());
  EXPECT_EQ(desk_.dossier.content.applicant.phone, "02438251234");
  const Receipt acknowledged = AcknowledgeFiling(*desk_.rules, desk_.dossier);
  ASSERT_EQ(acknowledged.warnings.size(), 2U);
  EXPECT_NE(acknowledged.warnings[0].find("số cố định"), std::string::npos);
  ASSERT_TRUE(desk_.Receive(content).ok());
  EXPECT_EQ(desk_.decision.receipt->warnings, acknowledged.warnings);
}

TEST_F(FileDossierTest, AVersionOutOfForceIsNotServed) {
  Catalogue catalogue = ACatalogue();
  catalogue.procedures[0].valid_to = "2025-03-11";
  desk_.rules =
      std::make_shared<const Rules>(catalogue, std::vector<ApprovedWorkflow>{},
                                    std::make_shared<const calendar::WorkingCalendar>(ACalendar()));
  EXPECT_EQ(Reason(desk_.File()), "PROCEDURE_UNKNOWN");
}

class ReceiveDossierTest : public ::testing::Test {
 protected:
  Desk desk_;
};

TEST_F(ReceiveDossierTest, IsReceivedWithOneEventAndAnAppointment) {
  ASSERT_TRUE(desk_.Receive(AContent()).ok());
  const Dossier& dossier = desk_.dossier;
  EXPECT_EQ(dossier.state, NationalState::kReceived);
  EXPECT_TRUE(dossier.accepted);
  EXPECT_EQ(dossier.sequence, 1);
  EXPECT_EQ(dossier.received_at, At("2025-03-12T09:15"));
  EXPECT_EQ(dossier.due_at, At("2025-03-17T09:15"));
  EXPECT_FALSE(dossier.acceptance_due_at.has_value());
  EXPECT_FALSE(dossier.next_alert_at.has_value());
  const auto& event = std::get<DossierAccepted>(desk_.decision.event);
  EXPECT_EQ(event.acceptance.workflow_id, std::string("wf-") + kPlain);
  EXPECT_EQ(event.acceptance.workflow_version, 2);
  EXPECT_EQ(event.acceptance.calendar_version, "test-1");
  EXPECT_EQ(event.acceptance.limit.value, 3);
  const Receipt& receipt = *desk_.decision.receipt;
  EXPECT_EQ(receipt.limit_vi, "3 ngày làm việc");
  EXPECT_EQ(receipt.due_at, dossier.due_at);
  EXPECT_GE(receipt.explanation.size(), 2U);
}

TEST_F(ReceiveDossierTest, AtTheCounterAPaperMayBeShownInsteadOfUploaded) {
  DossierContent content = AContent();
  content.parts = {{.part_id = "to-khai", .originals = 1}};  // the other part is for online only
  EXPECT_TRUE(desk_.Receive(content, Channel::kPost).ok());
}

TEST_F(ReceiveDossierTest, TheFeeMustBeTaken) {
  EXPECT_EQ(Reason(desk_.Receive(desk_.WithFee())), "FEE_UNPAID");
  ASSERT_TRUE(desk_.Receive(desk_.WithFee(), Channel::kDirect, true).ok());
  EXPECT_EQ(desk_.dossier.fee_vnd, 50000);
  EXPECT_TRUE(desk_.dossier.fee_paid);
  EXPECT_EQ(desk_.decision.receipt->fee_vnd, 70000);
  EXPECT_EQ(std::get<DossierAccepted>(desk_.decision.event).acceptance.fee_after_vnd, 20000);
}

TEST_F(ReceiveDossierTest, WithoutAnApprovedWorkflowNothingIsReceived) {
  DossierContent content = AContent();
  content.procedure_code = kNoWorkflow;
  const absl::Status status = desk_.Receive(content);
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Reason(status), "WORKFLOW_NOT_APPROVED");
}

TEST_F(ReceiveDossierTest, WithoutACalendarNothingIsReceived) {
  desk_.rules = RulesWithoutCalendar();
  EXPECT_EQ(Reason(desk_.Receive(AContent())), "CALENDAR_UNKNOWN");
}

TEST_F(ReceiveDossierTest, AProcedureWithoutALimitHasNoDueDate) {
  DossierContent content = AContent();
  content.procedure_code = kNoLimit;
  ASSERT_TRUE(desk_.Receive(content).ok());
  EXPECT_FALSE(desk_.dossier.due_at.has_value());
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
  // The provincial centre counts as the province, which is above the commune.
  content.receiving_agency = kCentre;
  EXPECT_TRUE(desk_.Receive(content).ok());
}

TEST_F(ReceiveDossierTest, WarnsWhenTheYearIsNotLoaded) {
  desk_.clock.Set(At("2026-12-30T09:00"));
  ASSERT_TRUE(desk_.Receive(AContent()).ok());
  EXPECT_FALSE(desk_.decision.receipt->warnings.empty());
}

}  // namespace
}  // namespace motcua::intake::testing
