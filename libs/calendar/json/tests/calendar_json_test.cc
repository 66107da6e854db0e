#include "motcua/calendar/calendar_json.h"

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::calendar {
namespace {

// A small valid file, which the tests modify.
std::string Good() {
  return R"({
    "version": "1",
    "office_hours": [{"weekdays": ["mon", "fri"], "from": "07:30", "to": "11:30"}],
    "years": [2025],
    "days": [
      {"date": "2025-01-01", "kind": "holiday", "name_vi": "Tết", "name_en": "New Year",
       "source_document": "QĐ 1", "verified": true},
      {"date": "2025-04-26", "kind": "makeup_workday", "name_vi": "Bù", "name_en": "Worked",
       "source_document": "QĐ 2", "verified": false}
    ]})";
}

std::string Spoilt(const std::string& from, const std::string& to) {
  std::string text = Good();
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

struct Spoil {
  const char* from;
  const char* to;
  const char* reason;
  const char* field;
};

TEST(CalendarJsonTest, ReadsAFile) {
  const absl::StatusOr<WorkingCalendar> calendar = ParseCalendarJson(Good());
  ASSERT_TRUE(calendar.ok()) << calendar.status();
  EXPECT_EQ(calendar->version(), "1");
  EXPECT_EQ(calendar->years(), std::vector<int>{2025});
  ASSERT_EQ(calendar->days().size(), 2U);
  EXPECT_EQ(calendar->days()[0].name_vi, "Tết");
  EXPECT_TRUE(calendar->days()[0].verified);
  EXPECT_EQ(calendar->days()[1].kind, DayKind::kMakeupWorkday);
  EXPECT_FALSE(calendar->days()[1].verified);
}

TEST(CalendarJsonTest, NamesReasonAndFieldOfWhatIsWrong) {
  const Spoil cases[] = {
      {"{", "", "JSON_MALFORMED", ""},
      {"\"version\": \"1\",", "", "FIELD_MISSING", "version"},
      {"\"version\": \"1\"", "\"version\": 1", "FIELD_TYPE", "version"},
      {"\"version\": \"1\"", "\"version\": \"\"", "CALENDAR_VERSION_MISSING", "version"},
      {"\"version\"", "\"revision\": 2, \"version\"", "FIELD_UNKNOWN", "revision"},
      {"\"verified\": true", "\"verified\": true, \"x\": 1", "FIELD_UNKNOWN", "days[0].x"},
      {"\"verified\": true", "\"verified\": \"true\"", "FIELD_TYPE", "days[0].verified"},
      {"\"mon\"", "\"monday\"", "WEEKDAY_INVALID", "office_hours[0].weekdays[0]"},
      {"\"fri\"", "5", "FIELD_TYPE", "office_hours[0].weekdays[1]"},
      {"[\"mon\", \"fri\"]", "\"mon\"", "FIELD_TYPE", "office_hours[0].weekdays"},
      {"07:30", "7:30", "TIME_MALFORMED", "office_hours[0].from"},
      {"11:30", "11:60", "TIME_IMPOSSIBLE", "office_hours[0].to"},
      {"11:30", "07:00", "OFFICE_HOURS_REVERSED", "office_hours[0].to"},
      {"\"mon\"", "\"tue\"", "OFFICE_HOURS_EMPTY", "office_hours"},
      {"[2025]", "[2025.5]", "FIELD_TYPE", "years[0]"},
      {"[2025]", "[2025, 2025]", "YEAR_DUPLICATE", "years[1]"},
      {"[2025]", "[2026]", "DAY_YEAR_NOT_LOADED", "days[0].date"},
      {"[2025]", "[99999999999]", "FIELD_TYPE", "years[0]"},
      {"2025-01-01", "2025-02-30", "TIME_IMPOSSIBLE", "days[0].date"},
      {"2025-01-01", "01/01/2025", "TIME_MALFORMED", "days[0].date"},
      {"2025-01-01", "2025-04-26", "DAY_DUPLICATE", "days[1].date"},
      {"2025-04-26", "2025-04-25", "MAKEUP_ON_WEEKDAY", "days[1].date"},
      {"\"holiday\"", "\"Holiday\"", "DAY_KIND_INVALID", "days[0].kind"},
      {"\"QĐ 1\"", "\"\"", "DAY_SOURCE_MISSING", "days[0].source_document"},
      {"\"Tết\"", "\"\"", "DAY_NAME_MISSING", "days[0].name_vi"},
  };
  for (const Spoil& spoil : cases) {
    const absl::StatusOr<WorkingCalendar> calendar =
        ParseCalendarJson(Spoilt(spoil.from, spoil.to));
    ASSERT_FALSE(calendar.ok()) << spoil.to;
    EXPECT_EQ(Reason(calendar.status()), spoil.reason) << spoil.to;
    if (*spoil.field != '\0') {
      EXPECT_EQ(Metadata(calendar.status()), (ErrorMetadata{{"field", spoil.field}})) << spoil.to;
    }
  }
}

TEST(CalendarJsonTest, RefusesWhatIsNoObjectTooDeepOrTooLarge) {
  EXPECT_EQ(Reason(ParseCalendarJson("[]").status()), "FIELD_TYPE");
  EXPECT_EQ(Reason(ParseCalendarJson("").status()), "JSON_MALFORMED");
  EXPECT_EQ(Reason(ParseCalendarJson(std::string(100, '[')).status()), "JSON_MALFORMED");
  EXPECT_EQ(Reason(ParseCalendarJson(std::string((1 << 20) + 1, ' ')).status()),
            "CALENDAR_TOO_LARGE");
}

TEST(CalendarJsonTest, TheSampleProvinceSurvivesTheRoundTrip) {
  std::ifstream file(MOTCUA_SOURCE_DIR "/deploy/sample/calendar.json");
  ASSERT_TRUE(file.good());
  std::ostringstream text;
  text << file.rdbuf();
  const absl::StatusOr<WorkingCalendar> first = ParseCalendarJson(text.str());
  ASSERT_TRUE(first.ok()) << first.status();
  const absl::StatusOr<WorkingCalendar> second = ParseCalendarJson(CalendarToJson(*first));
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(CalendarToJson(*second), CalendarToJson(*first));
  EXPECT_EQ(second->days().size(), first->days().size());
  EXPECT_EQ(second->version(), first->version());
}

}  // namespace
}  // namespace motcua::calendar
