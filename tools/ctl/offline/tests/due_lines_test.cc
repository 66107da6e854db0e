#include "due_lines.h"

#include <fstream>
#include <sstream>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "motcua/base/check.h"
#include "motcua/calendar/calendar_json.h"

namespace motcua::ctl {
namespace {

calendar::WorkingCalendar SampleCalendar() {
  std::ifstream file(MOTCUA_SOURCE_DIR "/deploy/sample/calendar.json");
  std::ostringstream text;
  text << file.rdbuf();
  absl::StatusOr<calendar::WorkingCalendar> calendar = calendar::ParseCalendarJson(text.str());
  MOTCUA_CHECK(calendar.ok());
  return *std::move(calendar);
}

class DueLinesTest : public testing::Test {
 protected:
  boost::json::object Answer(const std::string& line) {
    std::istringstream in(line + "\n");
    std::ostringstream out;
    EXPECT_EQ(RunDueLines(in, out, calendar_), 0);
    return boost::json::parse(out.str()).as_object();
  }

  std::string Due(const std::string& line) {
    const boost::json::object answer = Answer(line);
    EXPECT_TRUE(answer.contains("due")) << boost::json::serialize(answer);
    return answer.contains("due") ? boost::json::value_to<std::string>(answer.at("due")) : "";
  }

  std::string Reason(const std::string& line) {
    const boost::json::object answer = Answer(line);
    return answer.contains("error")
               ? boost::json::value_to<std::string>(answer.at("error").at("reason"))
               : "OK";
  }

  std::string Field(const std::string& line) {
    return boost::json::value_to<std::string>(Answer(line).at("error").at("field"));
  }

  const calendar::WorkingCalendar calendar_ = SampleCalendar();
};

TEST_F(DueLinesTest, AnswersTheExampleOfTheManual) {
  const boost::json::object answer =
      Answer(R"({"received":"2025-03-12T09:15:00+07:00","limit":{"value":3,"unit":"working_day"},)"
             R"("convention":"keep_clock_time","pauses":[{"from":"2025-03-13T09:00:00+07:00",)"
             R"("to":"2025-03-13T11:00:00+07:00","effect":"extend"}]})");
  EXPECT_EQ(answer.at("start"), "2025-03-12T09:15:00+07:00");
  EXPECT_EQ(answer.at("due"), "2025-03-17T11:15:00+07:00");
  EXPECT_EQ(answer.at("explanation").as_array().size(), 3U);
  EXPECT_EQ(answer.size(), 3U);
}

TEST_F(DueLinesTest, KnowsEveryUnitAndConvention) {
  EXPECT_EQ(
      Due(R"({"received":"2025-03-12T16:30:00+07:00","limit":{"value":7,"unit":"working_hour"}})"),
      "2025-03-13T15:30:00+07:00");
  EXPECT_EQ(
      Due(R"({"received":"2025-04-15T03:00:00Z","limit":{"value":15,"unit":"calendar_day"}})"),
      "2025-05-05T10:00:00+07:00");
  EXPECT_EQ(
      Due(R"({"received":"2025-03-12T09:15:00+07:00","limit":{"value":3,"unit":"working_day"},)"
          R"("convention":"end_of_day"})"),
      "2025-03-17T17:00:00+07:00");
  EXPECT_EQ(Due(R"({"received":"2025-11-18T15:01:00+07:00","limit":{"unit":"same_day","cut_offs":)"
                R"([{"at":"15:00","effect":"result_next_working_day"}]}})"),
            "2025-11-19T17:00:00+07:00");
}

TEST_F(DueLinesTest, KnowsCutOffsExtensionAndRestart) {
  EXPECT_EQ(
      Due(R"({"received":"2025-11-17T16:10:00+07:00","limit":{"value":1,"unit":"working_day",)"
          R"("cut_offs":[{"minutes_before_closing":60,"effect":"start_next_working_day"}]}})"),
      "2025-11-19T07:30:00+07:00");
  EXPECT_EQ(
      Due(R"({"received":"2025-11-10T09:00:00+07:00","limit":{"value":10,"unit":"working_day"},)"
          R"("pauses":[{"from":"2025-11-12T15:00:00+07:00","to":"2025-11-20T10:00:00+07:00",)"
          R"("effect":"restart","kind":"SUPPLEMENT"}]})"),
      "2025-12-04T10:00:00+07:00");
  const boost::json::object extended =
      Answer(R"({"received":"2025-11-10T09:00:00+07:00","limit":{"value":5,"unit":"working_day",)"
             R"("start_event":"electronic_dossier","stage":2},)"
             R"("extension":{"value":3,"unit":"working_day"}})");
  EXPECT_EQ(extended.at("due_before_extension"), "2025-11-17T09:00:00+07:00");
  EXPECT_EQ(extended.at("due"), "2025-11-20T09:00:00+07:00");
}

TEST_F(DueLinesTest, SaysThatItIsPausedOrBeyondTheCalendar) {
  const boost::json::object paused =
      Answer(R"({"received":"2025-11-10T09:00:00+07:00","limit":{"value":5,"unit":"working_day"},)"
             R"("pauses":[{"from":"2025-11-11T09:00:00+07:00","to":null,"effect":"extend"}]})");
  EXPECT_EQ(paused.at("paused"), true);
  const boost::json::object later = Answer(
      R"({"received":"2027-11-10T09:00:00+07:00","limit":{"value":5,"unit":"working_day"}})");
  EXPECT_EQ(later.at("year_not_loaded"), true);
}

TEST_F(DueLinesTest, WithoutALegalLimitDueIsNull) {
  EXPECT_TRUE(
      Answer(R"({"received":"2025-11-10T09:00:00+07:00","limit":null})").at("due").is_null());
  EXPECT_TRUE(Answer(R"({"received":"2025-11-10T09:00:00+07:00",)"
                     R"("limit":{"value":null,"unit":"working_day"}})")
                  .at("due")
                  .is_null());
}

TEST_F(DueLinesTest, RefusesBadLinesWithReasonAndField) {
  EXPECT_EQ(Reason("{"), "JSON_MALFORMED");
  EXPECT_EQ(Reason("3"), "FIELD_TYPE");
  EXPECT_EQ(Reason("{}"), "FIELD_MISSING");
  EXPECT_EQ(Field("{}"), "received");
  const std::string received = R"({"received":"2025-03-12T09:15:00+07:00",)";
  EXPECT_EQ(Field(received + R"("convention":"keep_clock_time"})"), "limit");
  EXPECT_EQ(Reason(received + R"("limit":{"unit":"working_day"}})"), "FIELD_MISSING");
  EXPECT_EQ(Reason(received + R"("limit":{"value":3,"unit":"working_day"},"due":"x"})"),
            "FIELD_UNKNOWN");
  EXPECT_EQ(Field(received + R"("limit":{"value":3,"unit":"working_day","cutoff":[]}})"),
            "limit.cutoff");
  EXPECT_EQ(Reason(received + R"("limit":{"value":3,"unit":"day"}})"), "UNIT_INVALID");
  EXPECT_EQ(Reason(received + R"("limit":{"value":"3","unit":"working_day"}})"), "FIELD_TYPE");
  EXPECT_EQ(Reason(received + R"("limit":{"value":3.5,"unit":"working_day"}})"), "FIELD_TYPE");
  EXPECT_EQ(Reason(received + R"("limit":{"value":-3,"unit":"working_day"}})"),
            "LIMIT_NOT_POSITIVE");
  EXPECT_EQ(Reason(received + R"("limit":{"value":3,"unit":"working_day"},"convention":"x"})"),
            "CONVENTION_INVALID");
  EXPECT_EQ(Reason(R"({"received":"2025-02-30T09:15:00+07:00","limit":null})"), "TIME_IMPOSSIBLE");
  EXPECT_EQ(Reason(R"({"received":"2025-02-03 09:15","limit":null})"), "TIME_MALFORMED");
  const std::string limit = received + R"("limit":{"value":3,"unit":"working_day"},"pauses":)";
  EXPECT_EQ(Reason(limit + R"({}})"), "FIELD_TYPE");
  EXPECT_EQ(Field(limit + R"([{"to":"2025-03-12T09:15:00+07:00","effect":"extend"}]})"),
            "pauses[0].from");
  EXPECT_EQ(Reason(limit + R"([{"from":"2025-03-12T09:15:00+07:00","effect":"stop"}]})"),
            "EFFECT_INVALID");
  EXPECT_EQ(Reason(limit + R"([{"from":"2025-03-12T09:15:00+07:00",)"
                           R"("to":"2025-03-12T09:14:00+07:00","effect":"extend"}]})"),
            "PAUSE_ENDS_BEFORE_START");
  EXPECT_EQ(Reason(received + R"("limit":{"value":3,"unit":"working_day","cut_offs":[)"
                              R"({"at":"15:00","minutes_before_closing":60,)"
                              R"("effect":"forward_only"}]}})"),
            "CUT_OFF_AMBIGUOUS");
}

TEST_F(DueLinesTest, GoesOnAfterABadLine) {
  std::istringstream in(
      "nonsense\n"
      R"({"received":"2025-03-12T09:15:00+07:00","limit":{"value":1,"unit":"working_day"}})");
  std::ostringstream out;
  EXPECT_EQ(RunDueLines(in, out, calendar_), 0);
  EXPECT_NE(out.str().find("\"2025-03-13T09:15:00+07:00\""), std::string::npos);
}

}  // namespace
}  // namespace motcua::ctl
