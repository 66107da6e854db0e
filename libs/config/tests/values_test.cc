#include "motcua/config/values.h"

#include <string>

#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::config {
namespace {

using std::chrono::milliseconds;

TEST(ValuesTest, DurationsCarryAUnit) {
  EXPECT_EQ(*ParseDuration("500ms"), milliseconds(500));
  EXPECT_EQ(*ParseDuration("10s"), milliseconds(10'000));
  EXPECT_EQ(*ParseDuration("5m"), milliseconds(300'000));
  EXPECT_EQ(*ParseDuration("2h"), milliseconds(7'200'000));
  EXPECT_EQ(*ParseDuration("0ms"), milliseconds(0));
  EXPECT_EQ(Reason(ParseDuration("10").status()), "UNIT_MISSING");
  EXPECT_EQ(Reason(ParseDuration("10d").status()), "UNIT_UNKNOWN");
  EXPECT_EQ(Reason(ParseDuration("10S").status()), "UNIT_UNKNOWN");
  EXPECT_EQ(Reason(ParseDuration("10 s").status()), "UNIT_UNKNOWN");
  EXPECT_EQ(Reason(ParseDuration("-1s").status()), "NOT_A_NUMBER");
  EXPECT_EQ(Reason(ParseDuration("s").status()), "NOT_A_NUMBER");
  EXPECT_EQ(Reason(ParseDuration("").status()), "NOT_A_NUMBER");
  EXPECT_EQ(Reason(ParseDuration("1.5s").status()), "UNIT_UNKNOWN");
}

TEST(ValuesTest, OverflowIsRefusedAndNotWrapped) {
  EXPECT_EQ(Reason(ParseDuration("18446744073709551615h").status()), "OUT_OF_RANGE");
  EXPECT_EQ(Reason(ParseDuration("9223372036854775808ms").status()), "OUT_OF_RANGE");
  EXPECT_EQ(Reason(ParseByteSize("17179869184GiB").status()), "OUT_OF_RANGE");
  EXPECT_EQ(Reason(ParseInteger("9223372036854775808").status()), "OUT_OF_RANGE");
}

TEST(ValuesTest, ByteSizesCarryABinaryUnit) {
  EXPECT_EQ(*ParseByteSize("16MiB"), MiB(16));
  EXPECT_EQ(*ParseByteSize("1KiB"), KiB(1));
  EXPECT_EQ(ParseByteSize("512B")->bytes, 512U);
  EXPECT_EQ(Reason(ParseByteSize("16MB").status()), "UNIT_UNKNOWN");
  EXPECT_EQ(Reason(ParseByteSize("16").status()), "UNIT_MISSING");
}

TEST(ValuesTest, IntegersAndBoolsAreExact) {
  EXPECT_EQ(*ParseInteger("-7"), -7);
  EXPECT_EQ(Reason(ParseInteger("7x").status()), "NOT_A_NUMBER");
  EXPECT_EQ(Reason(ParseInteger(" 7").status()), "NOT_A_NUMBER");
  EXPECT_EQ(Reason(ParseInteger("0x10").status()), "NOT_A_NUMBER");
  EXPECT_TRUE(*ParseBool("true"));
  EXPECT_FALSE(*ParseBool("false"));
  for (const char* text : {"1", "yes", "True", ""}) {
    EXPECT_EQ(Reason(ParseBool(text).status()), "NOT_A_BOOL") << text;
  }
}

TEST(ValuesTest, HostAndPort) {
  EXPECT_EQ(*ParseHostPort("127.0.0.1:9000"), (HostPort{"127.0.0.1", 9000}));
  EXPECT_EQ(*ParseHostPort("db.local:0"), (HostPort{"db.local", 0}));
  EXPECT_EQ(*ParseHostPort("[::1]:9000"), (HostPort{"::1", 9000}));
  for (const char* text : {"", "db", ":80", "db:", "db:65536", "db:-1", "db:8o", "::1:80",
                           "[::g]:80", "[]:80", "a b:80", "http://db:80"}) {
    EXPECT_EQ(Reason(ParseHostPort(text).status()), "NOT_A_HOST_PORT") << text;
  }
}

TEST(ValuesTest, WhatIsFormattedParsesBack) {
  for (const char* text : {"0ms", "90s", "2h", "1500ms", "1m"}) {
    EXPECT_EQ(FormatDuration(*ParseDuration(text)), text);
  }
  for (const char* text : {"0B", "1000B", "1KiB", "16MiB", "3GiB"}) {
    EXPECT_EQ(FormatByteSize(*ParseByteSize(text)), text);
  }
  for (const char* text : {"[::1]:9000", "db.local:5432"}) {
    EXPECT_EQ(ParseHostPort(text)->ToString(), text);
  }
}

}  // namespace
}  // namespace motcua::config
