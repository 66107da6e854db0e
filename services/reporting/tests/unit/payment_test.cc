#include "domain/payment.h"

#include <gtest/gtest.h>

namespace motcua::reporting {
namespace {

TEST(AReference, IsComparedAsPeopleReadIt) {
  for (const char* spelling : {"FT2611-0042", "ft2611 0042", " FT 2611 0042 ", "FT26110042",
                               "FT2611\u20130042.", "ＦＴ２６１１００４２", "FT2611\u200B0042"}) {
    EXPECT_EQ(ReferenceKey(spelling), "ft26110042") << spelling;
  }
  EXPECT_EQ(ReferenceKey("Biên lai số 7"), ReferenceKey("BIEN LAI SO 7"));
}

TEST(AReference, ThatReadsOtherwiseIsAnotherOne) {
  EXPECT_NE(ReferenceKey("BL-1"), ReferenceKey("BL-2"));
  EXPECT_NE(ReferenceKey("BL-1"), ReferenceKey("BL-01"));
}

TEST(AReference, OfSignsAloneIsWhatIsVisible) {
  EXPECT_EQ(ReferenceKey("# -"), "#-");
  EXPECT_NE(ReferenceKey("#"), ReferenceKey("*"));
  EXPECT_EQ(ReferenceKey(" \u200B"), "");
}

TEST(AReference, HasAKeyOfBoundedLength) {
  // The longest compatibility form there is, as often as a reference may have characters.
  std::string longest;
  for (int i = 0; i < 64; ++i) {
    longest += "\uFDFA";
  }
  EXPECT_LE(ReferenceKey(longest).size(), 256U);
  EXPECT_GT(ReferenceKey(longest).size(), 250U);
}

TEST(ADebt, IsOneOfItsDossier) {
  EXPECT_EQ(DebtAfterAcceptance("r1"), "r1");
  EXPECT_NE(DebtAfterAcceptance(""), DebtBeforeAcceptance());
}

}  // namespace
}  // namespace motcua::reporting
