#include "motcua/text/text.h"

#include <string>

#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::text {
namespace {

std::string ReasonOf(std::string_view value, const Rule& rule) {
  return Reason(Check(value, rule));
}

TEST(TextTest, CountsCharactersNotBytes) {
  EXPECT_EQ(CountCharacters(""), 0U);
  EXPECT_EQ(CountCharacters("Nguyễn Thị Ế"), 12U);
  EXPECT_EQ(CountCharacters("😀"), 1U);
  EXPECT_EQ(CountCharacters("a\xFF"), 2U);
}

TEST(TextTest, Utf8IsWhatHasNoStrayByte) {
  EXPECT_TRUE(IsUtf8(""));
  EXPECT_TRUE(IsUtf8(std::string("Ế\0\n😀", 9)));
  for (const char* bad :
       {"\xFF", "a\xC3", "\x80", "\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80"}) {
    EXPECT_FALSE(IsUtf8(bad)) << bad;
  }
}

TEST(TextTest, BlankIsWhatNobodySees) {
  EXPECT_TRUE(IsBlank(""));
  EXPECT_TRUE(IsBlank(" \t\r\n\u00A0\u3000"));
  EXPECT_FALSE(IsBlank(" a "));
  EXPECT_FALSE(IsBlank("\xFF"));
}

TEST(TextTest, Digits) {
  EXPECT_TRUE(IsDigits("012", 3, 3));
  EXPECT_FALSE(IsDigits("012", 1, 2));
  EXPECT_FALSE(IsDigits("٠١٢", 1, 9));
  EXPECT_FALSE(IsDigits("", 1, 2));
}

TEST(TextTest, TheLimitIsInCharacters) {
  EXPECT_TRUE(Check("ếếế", {.field = "f", .most = 3}).ok());
  EXPECT_EQ(ReasonOf("ếếếế", {.field = "f", .most = 3}), "TEXT_TOO_LONG");
  EXPECT_EQ(ReasonOf("ab", {.field = "f", .most = 1, .too_long = "NAME_TOO_LONG"}),
            "NAME_TOO_LONG");
}

TEST(TextTest, RequiredIsMoreThanBlank) {
  EXPECT_EQ(ReasonOf(" \u00A0", {.field = "f", .most = 9, .required = true}), "TEXT_MISSING");
  EXPECT_TRUE(Check("", {.field = "f", .most = 9}).ok());
}

TEST(TextTest, ControlCharactersAndBrokenUtf8AreRefused) {
  for (const std::string& bad :
       {std::string("a\0b", 3), std::string("a\x1f"), std::string("\x7f"), std::string("\xC2\x85"),
        std::string("\xFF"), std::string("\xC0\xAF"), std::string("\xED\xA0\x80"),
        std::string("\xF5\x80\x80\x80")}) {
    EXPECT_EQ(ReasonOf(bad, {.field = "f", .most = 99, .lines = true}), "TEXT_INVALID");
  }
}

TEST(TextTest, LinesOnlyWhereTheyAreAllowed) {
  EXPECT_TRUE(Check("a\r\n\tb", {.field = "f", .most = 9, .lines = true}).ok());
  EXPECT_EQ(ReasonOf("a\nb", {.field = "f", .most = 9}), "TEXT_INVALID");
}

TEST(TextTest, NamesTheField) {
  EXPECT_EQ(Metadata(Check("ab", {.field = "command.reason", .most = 1})).back().second,
            "command.reason");
}

TEST(TextTest, KnowsWhatMayBeAnEmailAddress) {
  for (const char* email : {"a@b.vn", "nguyen.van.a+1@mail.example.vn", "dân@tỉnh.vn"}) {
    EXPECT_TRUE(IsEmail(email)) << email;
  }
  for (const char* other :
       {"", "@b.vn", "a@b", "a@b.", "a@@b.vn", "a b@c.vn", "a@b.vn\n", "a@b.vn;c@d.vn"}) {
    EXPECT_FALSE(IsEmail(other)) << other;
  }
  EXPECT_TRUE(IsEmail(std::string(249, 'a') + "@b.vn"));
  EXPECT_FALSE(IsEmail(std::string(250, 'a') + "@b.vn"));
}

}  // namespace
}  // namespace motcua::text
