#include "binary_format.h"

#include <gtest/gtest.h>

namespace motcua::db {
namespace {

using std::chrono::microseconds;
using std::chrono::sys_days;
using namespace std::chrono_literals;

std::string Bytes(std::int64_t value, int width) {
  std::string bytes;
  AppendInt(bytes, value, width);
  return bytes;
}

TEST(BinaryFormat, IntegersInNetworkOrder) {
  EXPECT_EQ(Bytes(0x0102, 4), std::string("\0\0\1\2", 4));
  EXPECT_EQ(Bytes(-2, 2), "\xFF\xFE");
}

TEST(BinaryFormat, TimesCountFrom2000) {
  EXPECT_EQ(MicrosecondsOf(Instant(sys_days(2000y / 1 / 1)) + 1s), 1'000'000);
  EXPECT_EQ(MicrosecondsOf(Instant(sys_days(1999y / 12 / 31)) + 24h - microseconds(1)), -1);
  EXPECT_EQ(MicrosecondsOf(Instant::max()), INT64_MAX);
  EXPECT_EQ(MicrosecondsOf(Instant::min()), INT64_MIN);
}

TEST(BinaryFormat, DatesCountFrom2000) {
  EXPECT_EQ(DaysOf(std::chrono::local_days(2000y / 1 / 1)), 0);
  EXPECT_EQ(DaysOf(std::chrono::local_days(1999y / 12 / 31)), -1);
  EXPECT_EQ(DaysOf(std::chrono::local_days(2026y / 11 / 30)), 9830);
}

TEST(BinaryFormat, Uuids) {
  const std::string text = "01934f5e-7c3a-7b21-9c11-0123456789ab";
  std::string bytes;
  ASSERT_TRUE(AppendUuid(bytes, text));
  EXPECT_EQ(bytes, "\x01\x93\x4f\x5e\x7c\x3a\x7b\x21\x9c\x11\x01\x23\x45\x67\x89\xab");
  std::string upper;
  ASSERT_TRUE(AppendUuid(upper, "01934F5E" + text.substr(8)));
  EXPECT_EQ(upper, bytes);
  for (const std::string& bad :
       {std::string(), text.substr(1), text + "0", "g" + text.substr(1), std::string(36, '0')}) {
    std::string ignored;
    EXPECT_FALSE(AppendUuid(ignored, bad)) << bad;
  }
}

}  // namespace
}  // namespace motcua::db
