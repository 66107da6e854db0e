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

TEST(UnaccentedTest, ReplacesWhatTheAlphabetLacksOnceEach) {
  EXPECT_EQ(Plain("giá 5€ 😀 字", 2), "gia 5€ ? ?");
  EXPECT_EQ(Plain("й", 1), "?");
  EXPECT_EQ(Plain("한", 1), "?");
  EXPECT_EQ(Plain("“x”", 2), "?x?");
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
