#include "text_format.h"

#include <gtest/gtest.h>

namespace motcua::db {
namespace {

using std::chrono::microseconds;
using std::chrono::sys_days;
using namespace std::chrono_literals;

TEST(Timestamp, KeepsMicroseconds) {
  const Instant value = sys_days(2026y / 3 / 2) + 1h + 30min + 5s + 7us;
  EXPECT_EQ(FormatTimestamp(value), "2026-03-02 01:30:05.000007+00");
  EXPECT_EQ(ParseTimestamp("2026-03-02 01:30:05.000007+00"), value);
}

TEST(Timestamp, ReadsShortFractions) {
  const Instant second = sys_days(2026y / 3 / 2) + 1h;
  EXPECT_EQ(ParseTimestamp("2026-03-02 01:00:00+00"), second);
  EXPECT_EQ(ParseTimestamp("2026-03-02 01:00:00.25+00"), second + 250ms);
}

TEST(Timestamp, WorksBefore1970) {
  const Instant value = sys_days(1969y / 12 / 31) + 23h + 59min + 59s + microseconds(999'999);
  EXPECT_EQ(value.time_since_epoch(), microseconds(-1));
  EXPECT_EQ(FormatTimestamp(value), "1969-12-31 23:59:59.999999+00");
  EXPECT_EQ(ParseTimestamp(FormatTimestamp(value)), value);
}

TEST(Timestamp, TheEndsOfTimeAreInfinite) {
  EXPECT_EQ(ParseTimestamp(FormatTimestamp(Instant::max())), Instant::max());
  EXPECT_EQ(ParseTimestamp(FormatTimestamp(Instant::min())), Instant::min());
}

TEST(TimestampDeathTest, AnotherZoneOrShapeIsABug) {
  EXPECT_DEATH(ParseTimestamp("2026-03-02 01:00:00+07"), "");
  EXPECT_DEATH(ParseTimestamp("2026-03-02"), "");
}

TEST(Integer, ReadsBothEnds) {
  EXPECT_EQ(ParseInteger("-9223372036854775808"), INT64_MIN);
  EXPECT_EQ(ParseInteger("9223372036854775807"), INT64_MAX);
  EXPECT_DEATH(ParseInteger("12x"), "");
}

TEST(Bytea, ReadsHex) {
  EXPECT_EQ(ParseBytea("\\x"), "");
  EXPECT_EQ(ParseBytea("\\x00ff41"), std::string("\0\xff"
                                                 "A",
                                                 3));
}

TEST(Array, EscapesWhatMeansSomething) {
  EXPECT_EQ(FormatArray({}), "{}");
  EXPECT_EQ(FormatArray({"a", "b,\"c\"", "\\d", ""}), R"({"a","b,\"c\"","\\d",""})");
}

}  // namespace
}  // namespace motcua::db
