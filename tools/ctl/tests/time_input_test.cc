#include "output/time_input.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/calendar/time_zone.h"

#include "exit_code.h"

namespace motcua::ctl {
namespace {

std::string Read(const std::string& text) {
  const auto instant = ReadTime("--from", text);
  return instant.ok() ? calendar::FormatRfc3339(*instant) : Reason(instant.status());
}

TEST(ReadTimeTest, TakesWhatPeopleType) {
  EXPECT_EQ(Read("2025-03-12"), "2025-03-12T00:00:00+07:00");
  EXPECT_EQ(Read("2025-03-12T09:15"), "2025-03-12T09:15:00+07:00");
  EXPECT_EQ(Read("2025-03-12T09:15:30"), "2025-03-12T09:15:30+07:00");
  EXPECT_EQ(Read("2025-03-12T09:15:00Z"), "2025-03-12T16:15:00+07:00");
}

TEST(ReadTimeTest, RefusesTheRestAsUsage) {
  for (const char* const text : {"", "12/03/2025", "2025-02-30", "2025-03-12T25:00", "now"}) {
    const auto instant = ReadTime("--from", text);
    ASSERT_FALSE(instant.ok()) << text;
    EXPECT_EQ(ExitCodeOf(instant.status()), kUsage) << text;
  }
}

}  // namespace
}  // namespace motcua::ctl
