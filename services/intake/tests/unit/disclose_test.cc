#include "usecase/disclose.h"

#include <gtest/gtest.h>

#include "support/desk.h"
#include "support/fakes.h"

namespace motcua::intake::testing {
namespace {

class FakeDisclosures final : public DisclosureStore {
 public:
  absl::Status Record(const CallContext&, const DisclosureRecord& record) override {
    records.push_back(record);
    return answer;
  }
  std::vector<DisclosureRecord> records;
  absl::Status answer;
};

class DiscloseTest : public ::testing::Test {
 protected:
  /// The number is stored as it is given here: so were those of before ReadContent.
  Dossier File(const std::string& phone) {
    EXPECT_TRUE(desk_.File().ok());
    desk_.dossier.content.applicant.phone = phone;
    return Store();
  }
  /// Stores the desk's dossier as if it had been numbered.
  Dossier Store() {
    Dossier dossier = desk_.dossier;
    dossier.id = "019a0000-0000-7000-8000-000000000101";
    dossier.code = "H99.90-250312-0001";
    dossier.lookup_key = "H99902503120001";
    dossiers_.dossiers[dossier.id].dossier = dossier;
    return dossier;
  }

  const Disclosure sms_{.recipient = "notification", .purpose = "sms.result_ready"};
  Desk desk_;
  FakeStore dossiers_{SomeRules()};
  FakeDisclosures store_;
  Disclose disclose_{dossiers_, store_};
};

TEST_F(DiscloseTest, TheContactIsGivenInNationalFormAndWrittenDown) {
  const Dossier dossier = File("+84912345678");
  const auto phone = disclose_.Contact({}, dossier.id, sms_);
  ASSERT_TRUE(phone.ok()) << phone.status();
  EXPECT_EQ(*phone, "0912345678");
  ASSERT_EQ(store_.records.size(), 1U);
  EXPECT_EQ(store_.records[0].method, "GetContact");
  EXPECT_EQ(store_.records[0].dossier_id, dossier.id);
  EXPECT_EQ(store_.records[0].disclosure.recipient, "notification");
  EXPECT_EQ(store_.records[0].disclosure.purpose, "sms.result_ready");
}

TEST_F(DiscloseTest, NothingIsToldThatIsNotWrittenDown) {
  const Dossier dossier = File("0912345678");
  store_.answer = Error(absl::StatusCode::kUnavailable, "DATABASE_DOWN", "down");
  EXPECT_EQ(Reason(disclose_.Contact({}, dossier.id, sms_).status()), "DATABASE_DOWN");
  EXPECT_EQ(Reason(disclose_.MatchPhone({}, dossier.lookup_key, "0912345678", sms_).status()),
            "DATABASE_DOWN");
  EXPECT_EQ(Reason(disclose_.ForPortal({}, dossier.id, sms_).status()), "DATABASE_DOWN");
}

TEST_F(DiscloseTest, ANumberThatTakesNoSmsIsRefusedWithItsReason) {
  for (const auto& [phone, reason] : {std::pair("", "PHONE_MISSING"),
                                      {"02363123456", "PHONE_LANDLINE"},
                                      {"0512345678", "PHONE_NOT_MOBILE"},
                                      {"09123456789", "PHONE_MALFORMED"}}) {
    const absl::Status refused = disclose_.Contact({}, File(phone).id, sms_).status();
    EXPECT_EQ(Reason(refused), reason);
    EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  }
}

TEST_F(DiscloseTest, OnlyTheApplicantsNumberMatches) {
  const Dossier dossier = File("0912345678");
  EXPECT_TRUE(*disclose_.MatchPhone({}, dossier.lookup_key, "+84912345678", sms_));
  EXPECT_FALSE(*disclose_.MatchPhone({}, dossier.lookup_key, "0912345679", sms_));
  EXPECT_FALSE(*disclose_.MatchPhone({}, "H99", "0912345678", sms_));
  ASSERT_EQ(store_.records.size(), 3U);  // the unknown code leaves its row, without what was asked
  EXPECT_EQ(store_.records[2].dossier_id, "");
}

TEST_F(DiscloseTest, NoNumberMatchesADossierWithoutOne) {
  const Dossier dossier = File("");
  EXPECT_FALSE(*disclose_.MatchPhone({}, dossier.lookup_key, "0912345678", sms_));
}

TEST_F(DiscloseTest, ThePortalIsToldWhatOnlyIntakeKnows) {
  ASSERT_TRUE(desk_.Receive(desk_.WithFee(), Channel::kPost, true).ok());
  const std::string paper = desk_.dossier.content.parts[0].paper_ids[0];
  dossiers_.papers[paper] = {.id = paper, .file_name = "to-khai.pdf"};
  const auto told = disclose_.ForPortal({}, Store().id, sms_);
  ASSERT_TRUE(told.ok()) << told.status();
  EXPECT_EQ(told->dossier.code, "H99.90-250312-0001");
  EXPECT_EQ(told->fee_vnd, 70000);  // before and after acceptance
  EXPECT_FALSE(told->procedure_vi.empty());
  ASSERT_EQ(told->papers.size(), 1U);
  EXPECT_EQ(told->papers[0].part_id, "to-khai");
  EXPECT_EQ(told->papers[0].file_name, "to-khai.pdf");
}

TEST_F(DiscloseTest, BadInputIsRefusedAndLeavesNoRow) {
  const std::string id = File("0912345678").id;
  const auto reason = [&](const Disclosure& disclosure) {
    return Reason(disclose_.Contact({}, id, disclosure).status());
  };
  EXPECT_EQ(reason({.recipient = "", .purpose = "p"}), "RECIPIENT_INVALID");
  EXPECT_EQ(reason({.recipient = "r", .purpose = "Nguyễn"}), "PURPOSE_INVALID");
  EXPECT_EQ(reason({.recipient = "r", .purpose = std::string(65, 'p')}), "PURPOSE_INVALID");
  EXPECT_EQ(Reason(disclose_.Contact({}, "H99.90-250312-0001", sms_).status()),
            "DOSSIER_ID_INVALID");
  EXPECT_EQ(Reason(disclose_.Contact({}, "019a0000-0000-7000-8000-999999999999", sms_).status()),
            "DOSSIER_UNKNOWN");
  EXPECT_EQ(Reason(disclose_.MatchPhone({}, "h99.90", "0912345678", sms_).status()),
            "LOOKUP_KEY_INVALID");
  EXPECT_EQ(Reason(disclose_.MatchPhone({}, "H99", "8049", sms_).status()), "PHONE_INVALID");
  EXPECT_TRUE(store_.records.empty());
}

}  // namespace
}  // namespace motcua::intake::testing
