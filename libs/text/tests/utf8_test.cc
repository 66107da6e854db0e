#include "motcua/text/utf8.h"

#include <gtest/gtest.h>

namespace motcua::text {
namespace {

TEST(Utf8Test, Utf8IsWhatHasNoStrayByte) {
  EXPECT_TRUE(IsUtf8(""));
  EXPECT_TRUE(IsUtf8(std::string("Ế\0\n😀", 9)));
  for (const char* bad :
       {"\xFF", "a\xC3", "\x80", "\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80"}) {
    EXPECT_FALSE(IsUtf8(bad)) << bad;
  }
}

TEST(Utf8Test, CharactersGoBothWays) {
  EXPECT_EQ(Characters("aẾ😀"), U"aẾ😀");
  EXPECT_EQ(ToUtf8(U"aẾ😀"), "aẾ😀");
  EXPECT_EQ(ToUtf8(Characters(std::string_view("a\0b", 3))), std::string("a\0b", 3));
}

TEST(Utf8Test, WhatIsNotValidIsReplaced) {
  EXPECT_EQ(ReplaceInvalid("Ế\xFF"
                           "b"),
            "Ế\uFFFDb");
  EXPECT_EQ(ReplaceInvalid("\xC0\xAF"), "\uFFFD\uFFFD") << "over-long";
  EXPECT_EQ(ReplaceInvalid("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD") << "a surrogate";
  EXPECT_EQ(ReplaceInvalid("a\xE1\xBBz"), "a\uFFFDz") << "cut short";
}

TEST(Utf8Test, CutsBetweenCharacters) {
  EXPECT_EQ(CutToBytes("đđ", 4), "đđ");
  EXPECT_EQ(CutToBytes("đđ", 3), "đ");
  EXPECT_EQ(CutToBytes("đđ", 1), "");
  EXPECT_EQ(CutToBytes("đđ", 0), "");
  EXPECT_EQ(CutToBytes("aế", 3), "a");
  EXPECT_EQ(CutToBytes("a😀", 4), "a");
  EXPECT_EQ(CutToBytes("abc", 2), "ab");
  EXPECT_EQ(CutToCharacters("đế😀x", 3), "đế😀");
  EXPECT_EQ(CutToCharacters("đế", 3), "đế");
  EXPECT_EQ(CutToCharacters("đế", 0), "");
}

}  // namespace
}  // namespace motcua::text
