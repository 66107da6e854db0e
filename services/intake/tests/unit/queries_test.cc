#include <gtest/gtest.h>

#include "support/desk.h"
#include "usecase/catalogue_queries.h"
#include "usecase/dossier_queries.h"
#include "usecase/upload_paper.h"

namespace motcua::intake::testing {
namespace {

class QueriesTest : public ::testing::Test {
 protected:
  Desk desk_;
  DossierQueries queries_{desk_.store, ""};
  CatalogueQueries catalogue_{desk_.store, desk_.clock};
};

TEST_F(QueriesTest, OnlyTheReceivingAgencySeesTheSecret) {
  ASSERT_TRUE(desk_.File().ok());
  const std::string id = desk_.last.dossier.id;
  const auto own = queries_.PrintReceipt({}, id, AClerk());
  ASSERT_TRUE(own.ok());
  EXPECT_EQ(own->lookup_secret, desk_.last.receipt->lookup_secret);
  Actor other = AClerk();
  other.agency = kCommune;
  EXPECT_TRUE(queries_.PrintReceipt({}, id, other)->lookup_secret.empty());
  EXPECT_TRUE(queries_.PrintReceipt({}, id, ACitizen())->lookup_secret.empty());
  EXPECT_EQ(Reason(queries_.PrintReceipt({}, id, Actor{}).status()), "ACTOR_INVALID");
}

TEST_F(QueriesTest, TheReceiptOfAnAcceptedDossierIsTheOnePrinted) {
  ASSERT_TRUE(desk_.Receive(AContent()).ok());
  Receipt printed = *desk_.last.receipt;
  desk_.store.SetRules(RulesWithoutCalendar());  // later rules change nothing on it
  const auto again = queries_.PrintReceipt({}, desk_.last.dossier.code, AClerk());
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->explanation, printed.explanation);
  EXPECT_EQ(again->due_at, printed.due_at);
}

TEST_F(QueriesTest, UnknownDossiers) {
  EXPECT_EQ(Reason(queries_.Get({}, "x").status()), "DOSSIER_UNKNOWN");
  EXPECT_EQ(Reason(queries_.PrintReceipt({}, "x", AClerk()).status()), "DOSSIER_UNKNOWN");
}

TEST_F(QueriesTest, TheWorkListNamesAKnownAgencyAndAnOpenState) {
  EXPECT_EQ(Reason(queries_.List({}, {.receiving_agency = "H98"}).status()), "AGENCY_UNKNOWN");
  EXPECT_EQ(
      Reason(queries_.List({}, {.receiving_agency = kCentre, .state = NationalState::kReceived})
                 .status()),
      "STATE_NOT_OPEN");
  EXPECT_TRUE(queries_.List({}, {.receiving_agency = kCentre}).ok());
}

TEST_F(QueriesTest, ProceduresByAnySpellingOnAnyDay) {
  EXPECT_TRUE(catalogue_.FindProcedure({}, "1.000001.H99", "").ok());
  EXPECT_EQ(Reason(catalogue_.FindProcedure({}, kPlain, "2024-12-31").status()),
            "PROCEDURE_UNKNOWN");
  EXPECT_EQ(Reason(catalogue_.FindProcedure({}, kPlain, "yesterday").status()), "DATE_INVALID");
  const auto rest = catalogue_.ListProcedures({}, kPlain, 2);
  ASSERT_TRUE(rest.ok());
  ASSERT_EQ(rest->size(), 2U);
  EXPECT_EQ((*rest)[0].code, kWithFee);
  EXPECT_EQ(catalogue_.ListAgencies({}, "", 100)->size(), 6U);
}

class UploadPaperTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::string> Upload(const UploadPaper::Input& input, const char* key = "k") {
    CallContext call;
    call.idempotency_key = key;
    return upload_.Execute(call, input, [](const Paper& paper) { return paper.id; });
  }
  const UploadPaper::Input good_{.method = "UploadPaper",
                                 .request_hash = "h",
                                 .file_name = "to-khai.pdf",
                                 .media_type = "application/pdf",
                                 .content = "%PDF",
                                 .sha256 = "s"};
  FakeStore store_{SomeRules()};
  CountingIds ids_;
  UploadPaper upload_{store_, ids_};
};

TEST_F(UploadPaperTest, KeepsThePaperOncePerKey) {
  const auto first = Upload(good_);
  const auto again = Upload(good_);
  ASSERT_TRUE(first.ok() && again.ok());
  EXPECT_EQ(*first, *again);
  ASSERT_EQ(store_.papers.size(), 1U);
  EXPECT_EQ(store_.papers.begin()->second.content, "%PDF");
  UploadPaper::Input other = good_;
  other.request_hash = "h2";
  EXPECT_EQ(Reason(Upload(other).status()), "IDEMPOTENCY_KEY_REUSED");
}

TEST_F(UploadPaperTest, RefusesWhatIsNoPaper) {
  UploadPaper::Input empty = good_;
  empty.content.clear();
  EXPECT_EQ(Reason(Upload(empty).status()), "PAPER_EMPTY");
  UploadPaper::Input large = good_;
  large.content = std::string(UploadPaper::kMaxBytes + 1, 'x');
  EXPECT_EQ(Reason(Upload(large).status()), "PAPER_TOO_LARGE");
  large.content.pop_back();
  EXPECT_TRUE(Upload(large, "k2").ok());
  UploadPaper::Input type = good_;
  type.media_type = "text/html";
  EXPECT_EQ(Reason(Upload(type, "k3").status()), "PAPER_TYPE_UNKNOWN");
  UploadPaper::Input name = good_;
  name.file_name = std::string(256, 'n');
  EXPECT_EQ(Reason(Upload(name, "k4").status()), "PAPER_NAME_INVALID");
  EXPECT_EQ(Reason(Upload(good_, "").status()), "IDEMPOTENCY_KEY_MISSING");
}

}  // namespace
}  // namespace motcua::intake::testing
