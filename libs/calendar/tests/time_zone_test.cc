#include "motcua/calendar/time_zone.h"

#include <date/tz.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"

#include "sample_calendar.h"

namespace motcua::calendar {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::minutes;
using std::chrono::sys_days;
using std::chrono::year;

TEST(TimeZoneTest, TheFixedOffsetIsThatOfTheZoneInTheWholeRange) {
  const date::time_zone* zone = date::locate_zone("Asia/Ho_Chi_Minh");
  // Each interval of the data base is asked once; there is one, without summer time.
  Instant at{sys_days{year{kFirstYear} / 1 / 1}};
  const Instant end{sys_days{year{kLastYear + 1} / 1 / 1}};
  while (at < end) {
    const date::sys_info info = zone->get_info(at);
    EXPECT_EQ(info.offset, hours(7)) << FormatRfc3339(at);
    EXPECT_EQ(info.save, minutes(0)) << FormatRfc3339(at);
    EXPECT_EQ(ToLocal(at).time_since_epoch(), zone->to_local(at).time_since_epoch());
    at = std::chrono::time_point_cast<microseconds>(std::min<date::sys_seconds>(
        info.end, std::chrono::time_point_cast<std::chrono::seconds>(end)));
  }
}

TEST(TimeZoneTest, ReadsAnyOffset) {
  const Instant expected = Instant{sys_days{year{2025} / 3 / 12}} + hours(2) + minutes(15);
  for (const char* text :
       {"2025-03-12T09:15:00+07:00", "2025-03-12T02:15:00Z", "2025-03-12T02:15:00+00:00",
        "2025-03-11T21:15:00-05:00", "2025-03-12T09:15:00.000000+07:00"}) {
    const absl::StatusOr<Instant> instant = ParseRfc3339(text);
    ASSERT_TRUE(instant.ok()) << text;
    EXPECT_EQ(*instant, expected) << text;
  }
}

TEST(TimeZoneTest, WritesWithTheOffsetOfVietNam) {
  EXPECT_EQ(FormatRfc3339(At("2025-03-12T09:15")), "2025-03-12T09:15:00+07:00");
  EXPECT_EQ(FormatRfc3339(*ParseRfc3339("2025-12-31T17:00:00.25Z")),
            "2026-01-01T00:00:00.250000+07:00");
  EXPECT_EQ(FormatVietnamese(At("2025-03-17T16:30:59")), "17/03/2025 16:30");
  EXPECT_EQ(FormatVietnamese(Day("2025-03-07")), "07/03/2025");
}

struct BadTime {
  const char* text;
  const char* reason;
};

TEST(TimeZoneTest, RefusesWhatIsNotStrictlyRfc3339) {
  const BadTime cases[] = {
      {"", "TIME_MALFORMED"},
      {"2025-03-12", "TIME_MALFORMED"},
      {"2025-03-12 09:15:00+07:00", "TIME_MALFORMED"},
      {"2025-03-12t09:15:00+07:00", "TIME_MALFORMED"},
      {"2025-03-12T09:15:00z", "TIME_MALFORMED"},
      {"2025-03-12T09:15+07:00", "TIME_MALFORMED"},
      {"2025-03-12T09:15:00", "TIME_MALFORMED"},
      {"2025-03-12T09:15:00+0700", "TIME_MALFORMED"},
      {"2025-03-12T09:15:00+07:00 ", "TIME_MALFORMED"},
      {" 2025-03-12T09:15:00+07:00", "TIME_MALFORMED"},
      {"2025-3-12T09:15:00+07:00", "TIME_MALFORMED"},
      {"-025-03-12T09:15:00+07:00", "TIME_MALFORMED"},
      {"2025-03-12T09:15:00.+07:00", "TIME_MALFORMED"},
      {"2025-03-12T09:15:00.1234567+07:00", "TIME_MALFORMED"},
      {"2025-03-12T09:15:00-00:00", "TIME_MALFORMED"},
      {"2025-02-29T09:15:00+07:00", "TIME_IMPOSSIBLE"},
      {"2025-04-31T09:15:00+07:00", "TIME_IMPOSSIBLE"},
      {"2025-13-01T09:15:00+07:00", "TIME_IMPOSSIBLE"},
      {"2025-00-01T09:15:00+07:00", "TIME_IMPOSSIBLE"},
      {"2025-03-00T09:15:00+07:00", "TIME_IMPOSSIBLE"},
      {"2025-03-12T24:00:00+07:00", "TIME_IMPOSSIBLE"},
      {"2025-03-12T09:60:00+07:00", "TIME_IMPOSSIBLE"},
      {"2025-03-12T23:59:60+07:00", "TIME_IMPOSSIBLE"},
      {"2025-03-12T09:15:00+24:00", "TIME_IMPOSSIBLE"},
      {"1975-12-31T23:59:59+07:00", "TIME_OUT_OF_RANGE"},
      {"2200-01-01T00:00:00+07:00", "TIME_OUT_OF_RANGE"},
  };
  for (const BadTime& bad : cases) {
    const absl::StatusOr<Instant> instant = ParseRfc3339(bad.text);
    ASSERT_FALSE(instant.ok()) << bad.text;
    EXPECT_EQ(Reason(instant.status()), bad.reason) << bad.text;
  }
  EXPECT_TRUE(ParseRfc3339("2024-02-29T23:59:59+07:00").ok());
  EXPECT_TRUE(ParseRfc3339("1975-12-31T17:00:00Z").ok());
}

TEST(TimeZoneTest, RoundTripsAnyInstantOfTheRange) {
  const std::uint32_t seed = TestSeed();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  std::uniform_int_distribution<std::int64_t> micros(
      Instant{sys_days{year{kFirstYear} / 1 / 1}}.time_since_epoch().count(),
      Instant{sys_days{year{kLastYear} / 12 / 31}}.time_since_epoch().count());
  for (int i = 0; i < 2000; ++i) {
    const Instant instant{microseconds(micros(random))};
    EXPECT_EQ(ToInstant(ToLocal(instant)), instant);
    const absl::StatusOr<Instant> read = ParseRfc3339(FormatRfc3339(instant));
    ASSERT_TRUE(read.ok()) << FormatRfc3339(instant);
    EXPECT_EQ(*read, instant);
  }
}

TEST(TimeZoneTest, TheDayChangesAtMidnightInVietNam) {
  EXPECT_EQ(DateOf(*ParseRfc3339("2025-12-31T16:59:59.999999Z")), Day("2025-12-31"));
  EXPECT_EQ(DateOf(*ParseRfc3339("2025-12-31T17:00:00Z")), Day("2026-01-01"));
  EXPECT_EQ(YearOf(Day("2026-01-01")), 2026);
}

TEST(TimeZoneTest, ReadsDatesAndTimesOfDay) {
  EXPECT_EQ(FormatDate(Day("2024-02-29")), "2024-02-29");
  EXPECT_EQ(Reason(ParseDate("2025-02-29").status()), "TIME_IMPOSSIBLE");
  EXPECT_EQ(Reason(ParseDate("2025-2-09").status()), "TIME_MALFORMED");
  EXPECT_EQ(Reason(ParseDate("2025-02-09x").status()), "TIME_MALFORMED");
  EXPECT_EQ(*ParseTimeOfDay("07:30"), minutes(450));
  EXPECT_EQ(*ParseTimeOfDay("24:00"), hours(24));
  EXPECT_EQ(Reason(ParseTimeOfDay("24:01").status()), "TIME_IMPOSSIBLE");
  EXPECT_EQ(Reason(ParseTimeOfDay("07:60").status()), "TIME_IMPOSSIBLE");
  EXPECT_EQ(Reason(ParseTimeOfDay("7:30").status()), "TIME_MALFORMED");
  EXPECT_EQ(FormatTimeOfDay(minutes(450)), "07:30");
}

}  // namespace
}  // namespace motcua::calendar
