#include "motcua/text/folding.h"

#include <gtest/gtest.h>

namespace motcua::text {
namespace {

TEST(FoldingTest, TextsThatReadAlikeHaveOneKey) {
  for (const char* spelling : {"Nguyễn Văn Hoà", "NGUYỄN VĂN HÒA", "nguyen van hoa",
                               "Nguye\u0302\u0303n Va\u0306n Ho\u0300a", " Nguyễn\u00A0 Văn\tHòa\n",
                               "Ngu\u200Byễn Văn H\u00ADòa", "Ｎｇｕｙễｎ Văn Hòa"}) {
    EXPECT_EQ(Fold(spelling), "nguyen van hoa") << spelling;
  }
}

TEST(FoldingTest, DbarAndWhatIsTypedInItsPlaceAreOne) {
  EXPECT_EQ(Fold("Đỗ Ðức ƉỒNG đ"), "do duc dong d");
}

TEST(FoldingTest, OtherTextsHaveOtherKeys) {
  EXPECT_NE(Fold("Văn A"), Fold("Văn An"));
  EXPECT_NE(Fold("VănA"), Fold("Văn A"));
  EXPECT_EQ(Fold(""), "");
  EXPECT_EQ(Fold(" \u3000\u0301"), "");
  EXPECT_EQ(Fold("字 Ünï ß"), "字 uni ss");
}

TEST(FoldingTest, WordsAreFreeOfSigns) {
  EXPECT_EQ(FoldWords("(Nguyễn-Văn – A.)"), "nguyen van a");
  EXPECT_EQ(FoldWords("gọi 090\u2013123…45"), "goi 090 123 45");
  EXPECT_EQ(FoldWords("…"), "");
}

TEST(FoldingTest, StrayBytesDoNoHarm) {
  EXPECT_EQ(Fold("a\xFFz"), "a\uFFFDz");
}

}  // namespace
}  // namespace motcua::text
