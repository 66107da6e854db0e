#include "motcua/wire/time.h"

#include <limits>

#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::wire {
namespace {

TEST(TimeTest, KeepsMicrosecondsBothWaysAndBeforeTheEpoch) {
  for (const std::int64_t micros :
       {std::int64_t{1741745700123456}, std::int64_t{0}, std::int64_t{-1}}) {
    const Instant instant{std::chrono::microseconds(micros)};
    EXPECT_GE(ToProto(instant).nanos(), 0);
    EXPECT_EQ(ToInstant(ToProto(instant)), instant);
  }
}

TEST(TimeTest, RequestsMayNameTheYears1970To9999) {
  const auto reason = [](std::int64_t seconds, int nanos) {
    google::protobuf::Timestamp timestamp;
    timestamp.set_seconds(seconds);
    timestamp.set_nanos(nanos);
    const auto read = ReadInstant(timestamp, "from");
    EXPECT_TRUE(read.ok() ||
                Metadata(read.status()) == (ErrorMetadata{{std::string("field"), "from"}}));
    return read.ok() ? (*read == ToInstant(timestamp) ? "" : "another time")
                     : Reason(read.status());
  };
  EXPECT_EQ(reason(0, 0), "");
  EXPECT_EQ(reason(253402300799, 999'999'999), "");
  EXPECT_EQ(reason(-1, 0), "TIME_OUT_OF_RANGE");
  EXPECT_EQ(reason(-1, 999'999'999), "TIME_OUT_OF_RANGE");
  EXPECT_EQ(reason(253402300800, 0), "TIME_OUT_OF_RANGE");
  EXPECT_EQ(reason(0, -1), "TIME_OUT_OF_RANGE");
  EXPECT_EQ(reason(0, 1'000'000'000), "TIME_OUT_OF_RANGE");
  EXPECT_EQ(reason(std::numeric_limits<std::int64_t>::max(), 0), "TIME_OUT_OF_RANGE");
  EXPECT_EQ(reason(std::numeric_limits<std::int64_t>::min(), 0), "TIME_OUT_OF_RANGE");
}

}  // namespace
}  // namespace motcua::wire
