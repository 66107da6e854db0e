#include "motcua/base/time_text.h"

#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua {
namespace {

using std::chrono::microseconds;

Instant At(std::int64_t micros) {
  return Instant(microseconds(micros));
}

TEST(TimeText, EqualTimesHaveEqualBytes) {
  EXPECT_EQ(FormatUtc(At(0)), "1970-01-01T00:00:00.000000Z");
  EXPECT_EQ(FormatUtc(At(1'741'745'700'250'000)), "2025-03-12T02:15:00.250000Z");
  EXPECT_EQ(FormatUtc(At(-1)), "1969-12-31T23:59:59.999999Z");
}

TEST(TimeText, ReadsBackWhatItWrote) {
  for (const std::int64_t micros : {INT64_C(0), INT64_C(-1), INT64_C(1'741'745'700'000'001)}) {
    EXPECT_EQ(*ParseRfc3339(FormatUtc(At(micros))), At(micros));
  }
}

TEST(TimeText, ReadsAnyOffsetAndFraction) {
  const Instant expected = At(1'741'745'700'250'000);
  for (const char* text : {"2025-03-12T02:15:00.25Z", "2025-03-12T09:15:00.250+07:00",
                           "2025-03-11T20:45:00.250000-05:30"}) {
    EXPECT_EQ(*ParseRfc3339(text), expected) << text;
  }
  EXPECT_EQ(*ParseRfc3339("2025-03-12T02:15:00Z"), At(1'741'745'700'000'000));
}

TEST(TimeText, RefusesWhatIsNotOfItsShape) {
  for (const char* text :
       {"", "infinite-future", "2025-03-12", "2025-03-12 09:15:00Z", "2025-03-12T09:15:00",
        "2025-03-12T09:15:00z", "2025-03-12T09:15:00Z ", " 2025-03-12T09:15:00Z",
        "2025-3-12T09:15:00Z", "2025-03-12T09:15:00.Z", "2025-03-12T09:15:00.1234567Z",
        "2025-03-12T09:15:00.-1Z", "2025-03-12T09:15:00+0700", "2025-03-12T09:15:00+07:00:00",
        "2025-03-12T09:15:00-00:00"}) {
    EXPECT_EQ(Reason(ParseRfc3339(text).status()), "TIME_MALFORMED") << text;
  }
}

TEST(TimeText, RefusesWhatTheCalendarDoesNotHave) {
  for (const char* text :
       {"2025-02-29T09:15:00Z", "2025-13-01T09:15:00Z", "2025-00-01T09:15:00Z",
        "2025-03-00T09:15:00Z", "2025-03-12T24:00:00Z", "2025-03-12T09:60:00Z",
        "2025-03-12T23:59:60Z", "2025-03-12T09:15:00+24:00", "2025-03-12T09:15:00+07:60"}) {
    EXPECT_EQ(Reason(ParseRfc3339(text).status()), "TIME_IMPOSSIBLE") << text;
  }
}

}  // namespace
}  // namespace motcua
