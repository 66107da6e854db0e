#include <gtest/gtest.h>

#include "domain/paper.h"
#include "support/desk.h"
#include "support/fakes.h"
#include "usecase/catalogue_queries.h"
#include "usecase/dossier_queries.h"

namespace motcua::intake::testing {
namespace {

class QueriesTest : public ::testing::Test {
 protected:
  /// Stores the desk's dossier as if it had been numbered.
  std::string Store() {
    Dossier dossier = desk_.dossier;
    dossier.id = "019a0000-0000-7000-8000-000000000101";
    dossier.code = "H99.90-250312-0001";
    dossier.lookup_key = "H99902503120001";
    store_.dossiers[dossier.id] = {
        .dossier = dossier,
        .lookup_secret = "SECRET01",
        .receipt = dossier.accepted ? desk_.decision.receipt : std::nullopt};
    return dossier.id;
  }

  Desk desk_;
  FakeStore store_{SomeRules()};
  DossierQueries queries_{store_, "https://mot.cua/?code="};
  CatalogueQueries catalogue_{store_, desk_.clock};
};

TEST_F(QueriesTest, OnlyTheReceivingAgencySeesTheSecret) {
  ASSERT_TRUE(desk_.File().ok());
  const std::string id = Store();
  const auto own = queries_.PrintReceipt({}, id, AClerk());
  ASSERT_TRUE(own.ok());
  EXPECT_EQ(own->lookup_secret, "SECRET01");
  EXPECT_EQ(own->code, "H99.90-250312-0001");
  EXPECT_EQ(own->qr_payload, "https://mot.cua/?code=H99.90-250312-0001");
  Actor other = AClerk();
  other.agency = kCommune;
  EXPECT_TRUE(queries_.PrintReceipt({}, id, other)->lookup_secret.empty());
  EXPECT_TRUE(queries_.PrintReceipt({}, id, ACitizen())->lookup_secret.empty());
}

TEST_F(QueriesTest, TheReceiptOfAnAcceptedDossierIsTheOnePrinted) {
  ASSERT_TRUE(desk_.Receive(AContent()).ok());
  const Receipt printed = *desk_.decision.receipt;
  Store();
  store_.rules = RulesWithoutCalendar();  // later rules do not change it
  const auto again = queries_.PrintReceipt({}, "H99.90-250312-0001", AClerk());
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->explanation, printed.explanation);
  EXPECT_EQ(again->due_at, printed.due_at);
}

TEST_F(QueriesTest, PapersAreDescribedInTheOrderOfTheQuestion) {
  const std::string one = "019a0000-0000-7000-8000-000000000001";
  const std::string two = "019a0000-0000-7000-8000-000000000002";
  store_.papers = {{one, {.id = one, .file_name = "don.pdf"}}, {two, {.id = two}}};
  const auto papers = queries_.DescribePapers({}, {two, one});
  ASSERT_TRUE(papers.ok()) << papers.status();
  ASSERT_EQ(papers->size(), 2U);
  EXPECT_EQ((*papers)[0].id, two);
  EXPECT_EQ((*papers)[1].file_name, "don.pdf");
}

TEST_F(QueriesTest, APaperThatWasNeverUploadedIsNamed) {
  const std::string one = "019a0000-0000-7000-8000-000000000001";
  store_.papers[one].id = one;
  const auto refused = [&](const std::vector<std::string>& ids) {
    const absl::Status status = queries_.DescribePapers({}, ids).status();
    return Reason(status) + " " + Metadata(status).front().second;
  };
  EXPECT_EQ(refused({one, "no-id"}), "PAPER_UNKNOWN paper_ids[1]");
  EXPECT_EQ(refused({"019a0000-0000-7000-8000-000000000002", one}), "PAPER_UNKNOWN paper_ids[0]");
  EXPECT_EQ(refused(std::vector<std::string>(201, one)), "TOO_MANY_PAPERS paper_ids");
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

TEST(PaperTest, RefusesWhatIsNoPaper) {
  const Paper good{
      .file_name = "tờ khai.pdf", .media_type = "application/pdf", .content = "%PDF-1.7"};
  EXPECT_TRUE(CheckPaper(good).ok());
  Paper empty = good;
  empty.content.clear();
  EXPECT_EQ(Reason(CheckPaper(empty)), "PAPER_EMPTY");
  Paper large = good;
  large.content.resize(kLargestPaper + 1, 'x');
  EXPECT_EQ(Reason(CheckPaper(large)), "PAPER_TOO_LARGE");
  large.content.pop_back();
  EXPECT_TRUE(CheckPaper(large).ok());
  Paper type = good;
  type.media_type = "text/html";
  EXPECT_EQ(Reason(CheckPaper(type)), "PAPER_TYPE_UNKNOWN");
  Paper name = good;
  name.file_name = std::string(256, 'n');
  EXPECT_EQ(Reason(CheckPaper(name)), "PAPER_NAME_INVALID");
  for (const char* bad : {"", " ", "../a.pdf", "C:\\a.pdf", "a\u202Efdp.exe"}) {
    name.file_name = bad;
    EXPECT_FALSE(CheckPaper(name).ok()) << bad;
  }
}

// F8: the type is what the bytes say.
TEST(PaperTest, TheContentMustBeginAsItsType) {
  const auto reason = [](std::string media_type, std::string content) {
    return Reason(CheckPaper(
        {.file_name = "a", .media_type = std::move(media_type), .content = std::move(content)}));
  };
  const std::string png = "\x89PNG\r\n\x1A\n";
  EXPECT_EQ(reason("application/pdf", "%PDF-1.4\n"), "");
  EXPECT_EQ(reason("image/png", png), "");
  EXPECT_EQ(reason("image/jpeg", "\xFF\xD8\xFF\xE0"), "");
  for (const std::string& content :
       {std::string("MZ\x90\0", 4), std::string("<html><script>"), std::string("PK\3\4"), png,
        std::string(9, '\0'), std::string("%"), std::string(" %PDF-1.4")}) {
    EXPECT_EQ(reason("application/pdf", content), "PAPER_CONTENT_MISMATCH") << content;
  }
  EXPECT_EQ(reason("image/png", "%PDF-1.4"), "PAPER_CONTENT_MISMATCH");
}

// F9: the names of media types have no case, and parameters change nothing.
TEST(PaperTest, MediaTypesAreReadInAnySpelling) {
  EXPECT_EQ(ReadMediaType("application/PDF"), "application/pdf");
  EXPECT_EQ(ReadMediaType("Application/Pdf ; charset=binary"), "application/pdf");
  EXPECT_EQ(ReadMediaType(""), "");
}

}  // namespace
}  // namespace motcua::intake::testing
