#include "motcua/sms/segments.h"

#include <map>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::sms {
namespace {

Segments Count(const std::string& text) {
  const auto counted = CountSegments(text);
  EXPECT_TRUE(counted.ok());
  return counted.value_or(Segments{});
}

Segments Gsm(std::size_t units, std::size_t parts) {
  return {.encoding = Encoding::kGsm7, .units = units, .parts = parts};
}
Segments Ucs(std::size_t units, std::size_t parts) {
  return {.encoding = Encoding::kUcs2, .units = units, .parts = parts};
}

TEST(SegmentsTest, CountsPlainText) {
  EXPECT_EQ(Count("Ho so da nhan"), Gsm(13, 1));
  EXPECT_EQ(Count(std::string(160, 'a')), Gsm(160, 1));
  EXPECT_EQ(Count(std::string(161, 'a')), Gsm(161, 2));
  EXPECT_EQ(Count(std::string(306, 'a')), Gsm(306, 2));
  EXPECT_EQ(Count(std::string(307, 'a')), Gsm(307, 3));
  EXPECT_EQ(Count(""), Gsm(0, 1));
}

TEST(SegmentsTest, ExtensionCharactersCountDouble) {
  EXPECT_EQ(Count("€"), Gsm(2, 1));
  EXPECT_EQ(Count("^{}\\[~]|\f"), Gsm(18, 1));
  EXPECT_EQ(Count(std::string(158, 'a') + "€"), Gsm(160, 1));
  EXPECT_EQ(Count(std::string(159, 'a') + "€"), Gsm(161, 2));
  // The pair does not fit into the last septet of the first part.
  EXPECT_EQ(Count(std::string(152, 'a') + "€" + std::string(152, 'a')), Gsm(306, 3));
}

TEST(SegmentsTest, OneAccentMakesItUcs2) {
  EXPECT_EQ(Count("Hồ sơ"), Ucs(5, 1));
  EXPECT_EQ(Count("đ" + std::string(69, 'a')), Ucs(70, 1));
  EXPECT_EQ(Count("đ" + std::string(70, 'a')), Ucs(71, 2));
  EXPECT_EQ(Count("đ" + std::string(133, 'a')), Ucs(134, 2));
  EXPECT_EQ(Count("đ" + std::string(134, 'a')), Ucs(135, 3));
  // Letters that the alphabet has with their accents.
  EXPECT_EQ(Count("àèéìòù"), Gsm(6, 1));
  EXPECT_EQ(Count("á"), Ucs(1, 1));
  // Decomposed letters are two units.
  EXPECT_EQ(Count("a\u0300"), Ucs(2, 1));
}

TEST(SegmentsTest, SurrogatePairsAreNotSplit) {
  EXPECT_EQ(Count("😀"), Ucs(2, 1));
  EXPECT_EQ(Count(std::string(68, 'a') + "😀"), Ucs(70, 1));
  EXPECT_EQ(Count(std::string(66, 'a') + "😀" + std::string(66, 'a')), Ucs(134, 3));
}

TEST(SegmentsTest, RefusesWhatIsNotUtf8) {
  for (const char* const bad : {"\xff", "a\xc3", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc0\xaf"}) {
    EXPECT_EQ(Reason(CountSegments(bad).status()), "TEXT_NOT_UTF8");
  }
}

// An independent counter: lays the code units out into parts, from the standard's table of
// codes.
struct Counter {
  std::map<char32_t, std::vector<int>> codes;

  Counter() {
    // Rows of 3GPP TS 23.038 6.2.1, by code.
    const std::vector<std::u32string> rows = {
        U"@£$¥èéùìòÇ\nØø\rÅå", U"Δ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ", U" !\"#¤%&'()*+,-./", U"0123456789:;<=>?",
        U"¡ABCDEFGHIJKLMNO",   U"PQRSTUVWXYZÄÖÑÜ§",    U"¿abcdefghijklmno",  U"pqrstuvwxyzäöñüà"};
    int code = 0;
    for (const std::u32string& row : rows) {
      for (const char32_t c : row) {
        if (c != 0x1b) {
          codes[c] = {code};
        }
        ++code;
      }
    }
    const std::map<char32_t, int> extension = {
        {U'\f', 0x0a}, {U'^', 0x14}, {U'{', 0x28}, {U'}', 0x29}, {U'\\', 0x2f},
        {U'[', 0x3c},  {U'~', 0x3d}, {U']', 0x3e}, {U'|', 0x40}, {U'€', 0x65}};
    for (const auto& [c, code_after_escape] : extension) {
      codes[c] = {0x1b, code_after_escape};
    }
  }

  Segments Count(const std::u32string& text) const {
    bool gsm = true;
    for (const char32_t c : text) {
      gsm = gsm && codes.contains(c);
    }
    std::vector<std::vector<int>> characters;
    for (const char32_t c : text) {
      if (gsm) {
        characters.push_back(codes.at(c));
      } else if (c >= 0x10000) {
        characters.push_back({static_cast<int>(0xd800 + ((c - 0x10000) >> 10)),
                              static_cast<int>(0xdc00 + ((c - 0x10000) & 0x3ff))});
      } else {
        characters.push_back({static_cast<int>(c)});
      }
    }
    std::size_t units = 0;
    for (const auto& character : characters) {
      units += character.size();
    }
    const Encoding encoding = gsm ? Encoding::kGsm7 : Encoding::kUcs2;
    if (units <= (gsm ? 160U : 70U)) {
      return {encoding, units, 1};
    }
    std::vector<std::vector<int>> parts(1);
    for (const auto& character : characters) {
      if (parts.back().size() + character.size() > (gsm ? 153U : 67U)) {
        parts.emplace_back();
      }
      parts.back().insert(parts.back().end(), character.begin(), character.end());
    }
    return {encoding, units, parts.size()};
  }
};

std::string ToUtf8(const std::u32string& text) {
  std::string bytes;
  for (const char32_t c : text) {
    const auto add = [&](char32_t byte) { bytes += static_cast<char>(byte); };
    if (c < 0x80) {
      add(c);
    } else if (c < 0x800) {
      add(0xc0 | (c >> 6));
      add(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
      add(0xe0 | (c >> 12));
      add(0x80 | ((c >> 6) & 0x3f));
      add(0x80 | (c & 0x3f));
    } else {
      add(0xf0 | (c >> 18));
      add(0x80 | ((c >> 12) & 0x3f));
      add(0x80 | ((c >> 6) & 0x3f));
      add(0x80 | (c & 0x3f));
    }
  }
  return bytes;
}

TEST(SegmentsPropertyTest, AgreesWithAnotherCounter) {
  const Counter counter;
  std::u32string gsm;
  for (const auto& [c, code] : counter.codes) {
    gsm += c;
  }
  const std::u32string extended = U"€^{}";
  const std::u32string beyond = U"ăâđêôơưĐ😀𝄞字\u0300\u200b";
  std::mt19937 random(20251121);
  const auto pick = [&](const std::u32string& from) { return from[random() % from.size()]; };
  constexpr int kTexts = 50000;
  for (int i = 0; i < kTexts; ++i) {
    // Most lengths round the edges of parts, most texts of one kind.
    const std::size_t length = random() % (i % 3 == 0 ? 480 : 170);
    const unsigned kind = random() % 4;
    std::u32string text;
    while (text.size() < length) {
      text += kind == 0   ? pick(gsm)
              : kind == 1 ? pick(random() % 2 == 0 ? extended : gsm)
              : kind == 2 ? pick(random() % 8 == 0 ? beyond : gsm)
                          : pick(beyond);
    }
    const auto counted = CountSegments(ToUtf8(text));
    ASSERT_TRUE(counted.ok());
    ASSERT_EQ(*counted, counter.Count(text)) << "text " << i;
  }
}

}  // namespace
}  // namespace motcua::sms
