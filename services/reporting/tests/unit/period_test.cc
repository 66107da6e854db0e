#include "domain/period.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::reporting {
namespace {

calendar::LocalDate Day(const std::string& text) {
  return calendar::ParseDate(text).value();
}

struct PresetRow {
  const char* preset;
  const char* from;
  const char* to;
};

class Presets : public ::testing::TestWithParam<PresetRow> {};

// Domain 5.1.
TEST_P(Presets, RunFromThe15thToThe14th) {
  const auto period = PeriodOfPreset(GetParam().preset);
  ASSERT_TRUE(period.ok()) << period.status();
  EXPECT_EQ(calendar::FormatDate(period->from), GetParam().from);
  EXPECT_EQ(calendar::FormatDate(period->to), GetParam().to);
}

INSTANTIATE_TEST_SUITE_P(Domain51, Presets,
                         ::testing::Values(PresetRow{"2026-Q1", "2025-12-15", "2026-03-14"},
                                           PresetRow{"2026-Q2", "2026-03-15", "2026-06-14"},
                                           PresetRow{"2026-Q3", "2026-06-15", "2026-09-14"},
                                           PresetRow{"2026-Q4", "2026-09-15", "2026-12-14"},
                                           PresetRow{"2026-H1", "2025-12-15", "2026-06-14"},
                                           PresetRow{"2026-H2", "2026-06-15", "2026-12-14"},
                                           PresetRow{"2026-9M", "2025-12-15", "2026-09-14"},
                                           PresetRow{"2026", "2025-12-15", "2026-12-14"},
                                           PresetRow{"2026-01", "2025-12-15", "2026-01-14"},
                                           PresetRow{"2026-10", "2026-09-15", "2026-10-14"}));

TEST(PeriodAsked, WhatIsNoPresetIsRefused) {
  for (const char* preset :
       {"", "20", "abcd", "2026-", "2026-Q0", "2026-Q5", "2026-13", "2026-00", "2026-1", "2026-H3",
        "2026Q1", "2026-Q11", "-026", "0000", "9999", "2026-Q1 "}) {
    EXPECT_EQ(Reason(PeriodOfPreset(preset).status()), "PERIOD_INVALID") << preset;
  }
}

std::string ReasonOf(const AskedPeriod& asked) {
  return Reason(ResolvePeriod(asked, Day("2026-03-10")).status());
}

TEST(PeriodAsked, DatesAreCheckedBeforeAnythingIsCounted) {
  EXPECT_EQ(ResolvePeriod({.from = "2026-03-01", .to = "2026-03-10"}, Day("2026-03-10")).value(),
            (Period{Day("2026-03-01"), Day("2026-03-10")}));
  EXPECT_EQ(ReasonOf({.from = "2026-02-30", .to = "2026-03-01"}), "PERIOD_INVALID");
  EXPECT_EQ(ReasonOf({.from = "2026-02-01", .to = ""}), "PERIOD_INVALID");
  EXPECT_EQ(ReasonOf({}), "PERIOD_INVALID");
  EXPECT_EQ(ReasonOf({.from = "2026-02-01", .to = "2026-03-01", .preset = "2025"}),
            "PERIOD_INVALID");
  EXPECT_EQ(ReasonOf({.from = "2026-03-02", .to = "2026-03-01"}), "PERIOD_INVERTED");
  EXPECT_EQ(ReasonOf({.from = "2026-03-01", .to = "2026-03-11"}), "PERIOD_FUTURE");
  EXPECT_EQ(ReasonOf({.preset = "2026-Q1"}), "PERIOD_FUTURE");
}

}  // namespace
}  // namespace motcua::reporting
