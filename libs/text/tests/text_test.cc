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
  EXPECT_EQ(CountCharacters("e\u0302\u0303 e\u0303\u0302 \u1EC5"), 5U);
  EXPECT_EQ(CountCharacters("a\r\nb"), 3U);
  EXPECT_EQ(CountCharacters("\U0001F468\u200D\U0001F469\u200D\U0001F467 \U0001F1FB\U0001F1F3"), 3U);
}

TEST(TextTest, BlankIsWhatNobodySees) {
  EXPECT_TRUE(IsBlank(""));
  EXPECT_TRUE(IsBlank(" \t\r\n\u00A0\u3000"));
  for (const char* unseen :
       {"\u200B", "\u3164", "\u0301", "\u2800", "\uFEFF\u00AD", "\u115F", "\u202E"}) {
    EXPECT_TRUE(IsBlank(unseen)) << unseen;
  }
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

TEST(TextTest, DirectionsNoncharactersAndHeapsOfMarksAreRefused) {
  for (const char* bad : {"A\u202EB", "A\u2066B", "a\uFFFE", "a\U0001FFFF"}) {
    EXPECT_EQ(ReasonOf(bad, {.field = "f", .most = 99, .lines = true}), "TEXT_INVALID") << bad;
  }
  std::string marks = "a";
  for (int i = 0; i < 30; ++i) {
    marks += "\u0301";
  }
  EXPECT_TRUE(Check(marks, {.field = "f", .most = 9}).ok());
  EXPECT_EQ(ReasonOf(marks + "\u0301", {.field = "f", .most = 9}), "TEXT_INVALID");
  // Joined for ever: one character as people count, but without end.
  std::string joined = "\U0001F468";
  for (int i = 0; i < 8; ++i) {
    joined += "\u200D\U0001F469";
  }
  EXPECT_EQ(ReasonOf(joined, {.field = "f", .most = 1}), "TEXT_TOO_LONG");
  EXPECT_TRUE(Check(joined, {.field = "f", .most = 3}).ok());
}

TEST(TextTest, AnOptionalTextIsEmptyOrSeen) {
  EXPECT_EQ(ReasonOf("\u200B", {.field = "f", .most = 9}), "TEXT_INVALID");
  EXPECT_EQ(ReasonOf(" \n", {.field = "f", .most = 9, .lines = true}), "TEXT_INVALID");
}

TEST(TextTest, LinesOnlyWhereTheyAreAllowed) {
  EXPECT_TRUE(Check("a\r\n\tb", {.field = "f", .most = 9, .lines = true}).ok());
  EXPECT_TRUE(Check("a\u2028b", {.field = "f", .most = 9, .lines = true}).ok());
  for (const char* lines : {"a\nb", "a\u2028b", "a\u2029b"}) {
    EXPECT_EQ(ReasonOf(lines, {.field = "f", .most = 9}), "TEXT_INVALID");
  }
}

TEST(TextTest, NamesTheField) {
  EXPECT_EQ(Metadata(Check("ab", {.field = "command.reason", .most = 1})).back().second,
            "command.reason");
}

}  // namespace
}  // namespace motcua::text
