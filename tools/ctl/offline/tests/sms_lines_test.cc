#include "sms_lines.h"

#include <sstream>
#include <string>
#include <vector>

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace motcua::ctl {
namespace {

std::vector<boost::json::object> Answers(const std::string& text) {
  std::istringstream in(text);
  std::ostringstream out;
  EXPECT_EQ(RunSmsLines(in, out), 0);
  std::vector<boost::json::object> answers;
  std::istringstream lines(out.str());
  for (std::string line; std::getline(lines, line);) {
    answers.push_back(boost::json::parse(line).as_object());
  }
  return answers;
}

boost::json::object Cost(const char* encoding, int units, int parts, const char* unaccented) {
  return {{"encoding", encoding}, {"units", units}, {"parts", parts}, {"unaccented", unaccented}};
}

TEST(SmsLinesTest, CountsATextAndTakesItsAccentsOff) {
  const auto answers = Answers(
      "{\"text\":\"Ho so da nhan\"}\n{\"text\":\"Hồ sơ đã nhận\"}\n{\"text\":\"5€ 😀\"}\n"
      "{\"text\":\"\"}\n");
  ASSERT_EQ(answers.size(), 4U);
  EXPECT_EQ(answers[0], Cost("gsm7", 13, 1, "Ho so da nhan"));
  EXPECT_EQ(answers[1], Cost("ucs2", 13, 1, "Ho so da nhan"));
  EXPECT_EQ(answers[2], Cost("ucs2", 5, 1, "5€ ?"));
  EXPECT_EQ(answers[3], Cost("gsm7", 0, 1, ""));
}

TEST(SmsLinesTest, ABadLineIsAnsweredAndTheNextIsTaken) {
  const auto answers = Answers(
      "nonsense\n{\"text\":1}\n{}\n{\"text\":\"a\",\"x\":1}\n{\"text\":\"\\ud800\"}\n"
      "{\"text\":\"\xff\"}\n{\"text\":\"a\"}\n");
  ASSERT_EQ(answers.size(), 7U);
  const std::vector<std::string> reasons = {"JSON_MALFORMED", "FIELD_TYPE",     "FIELD_MISSING",
                                            "FIELD_UNKNOWN",  "JSON_MALFORMED", "JSON_MALFORMED"};
  for (std::size_t i = 0; i < reasons.size(); ++i) {
    EXPECT_EQ(answers[i].at("error").at("reason").as_string(), reasons[i]);
    EXPECT_FALSE(answers[i].at("error").at("message").as_string().empty());
  }
  EXPECT_EQ(answers.back(), Cost("gsm7", 1, 1, "a"));
}

}  // namespace
}  // namespace motcua::ctl
