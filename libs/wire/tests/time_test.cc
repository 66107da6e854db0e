#include "motcua/wire/time.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace motcua::wire
