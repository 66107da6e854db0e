#include "motcua/sms/unaccented.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/sms/segments.h"

namespace motcua::sms {
namespace {

std::string Plain(std::string_view text, int replaced = 0) {
  const auto result = RemoveAccents(text);
  EXPECT_TRUE(result.ok());
  EXPECT_EQ(result->replaced, replaced);
  EXPECT_EQ(CountSegments(result->text)->encoding, Encoding::kGsm7);
  return result->text;
}

TEST(UnaccentedTest, TakesVietnameseAccentsOff) {
  EXPECT_EQ(Plain("Hồ sơ đã được tiếp nhận, ĐỒNG NAI"), "Ho so da duoc tiep nhan, DONG NAI");
  EXPECT_EQ(Plain("àáảãạăằắẳẵặâầấẩẫậ"), std::string(17, 'a'));
  EXPECT_EQ(Plain("èéẻẽẹêềếểễệ"), std::string(11, 'e'));
  EXPECT_EQ(Plain("ìíỉĩị"), std::string(5, 'i'));
  EXPECT_EQ(Plain("òóỏõọôồốổỗộơờớởỡợ"), std::string(17, 'o'));
  EXPECT_EQ(Plain("ùúủũụưừứửữự"), std::string(11, 'u'));
  EXPECT_EQ(Plain("ỳýỷỹỵ"), std::string(5, 'y'));
  EXPECT_EQ(Plain("ÀẢẶẤÈỂỊỎỖỢÚỮỴ"), "AAAAEEIOOOUUY");
  EXPECT_EQ(Plain("đĐ"), "dD");
}

TEST(UnaccentedTest, TakesDecomposedLetters) {
  EXPECT_EQ(Plain("Ho\u0302\u0300 so\u031b"), "Ho so");
  EXPECT_EQ(Plain("a\u0323\u0302"), "a");
}

// What is pasted from word processors (public case F14 and its kind).
TEST(UnaccentedTest, TakesTypographyAsItWasMeant) {
  EXPECT_EQ(Plain("Bản sao “Giấy chứng nhận” – trang 1…"),
            "Ban sao \"Giay chung nhan\" - trang 1...");
  EXPECT_EQ(Plain("Đơn\u00A0đề nghị • 2 × 3"), "Don de nghi - 2 x 3");
  EXPECT_EQ(Plain("‘a’ „b“ ‹c› «d» e′ ‚f‘"), "'a' \"b\" <c> <<d>> e' 'f'");
  EXPECT_EQ(Plain("a\u2010b\u2011c\u2012d\u2013e\u2014f\u2015g\u2212h"), "a-b-c-d-e-f-g-h");
  EXPECT_EQ(Plain("a\u2002b\u2003c\u2009d\u202Fe\u3000f\tg"), "a b c d e f g");
  EXPECT_EQ(Plain("\u25CF \u25AA \u25E6 \u27A2 \uF0B7"), "- - - - -");
  EXPECT_EQ(Plain("½ → 1 ≤ 2 ≠ 3, 30°, 5 m², ﬁ, №, 100₫"),
            " 1/2 -> 1 <= 2 != 3, 30o, 5 m2, fi, No, 100d");
}

TEST(UnaccentedTest, LeavesOutWhatCannotBeSeen) {
  EXPECT_EQ(Plain("Ð\u200Bơn \uFEFFa\u00ADb\u2060c\u200Dd\u202Ee"), "Don abcde");
}

TEST(UnaccentedTest, TakesLookAlikeLettersAndOtherScripts) {
  EXPECT_EQ(Plain("Ðơn ð Ɖ ł ı"), "Don d D l i");
  EXPECT_EQ(Plain("Ａｂｃ１２"), "Abc12");
  EXPECT_EQ(Plain("Иван й 字 漢 한글"), "Ivan j zi han hangeul");
}

TEST(UnaccentedTest, ReplacesWhatHasNoLikenessOnceEach) {
  EXPECT_EQ(Plain("giá 5€ 😀 \U0001F3E0", 2), "gia 5€ ? ?");
  EXPECT_EQ(Plain("Müller Ø ß"), "Muller Ø ß");
}

TEST(UnaccentedTest, LeavesPlainTextAlone) {
  EXPECT_EQ(Plain(""), "");
  EXPECT_EQ(Plain("H19.12-250312-0001\n@_~"), "H19.12-250312-0001\n@_~");
}

TEST(UnaccentedTest, RefusesWhatIsNotUtf8) {
  EXPECT_EQ(Reason(RemoveAccents("\xc3").status()), "TEXT_NOT_UTF8");
}

}  // namespace
}  // namespace motcua::sms
