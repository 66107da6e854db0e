#include "code_lines.h"

#include <sstream>

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace motcua::ctl {
namespace {

std::vector<boost::json::object> Answers(const std::string& text) {
  std::istringstream in(text);
  std::ostringstream out;
  EXPECT_EQ(RunCodeLines(in, out), 0);
  std::vector<boost::json::object> answers;
  std::istringstream lines(out.str());
  for (std::string line; std::getline(lines, line);) {
    answers.push_back(boost::json::parse(line).as_object());
  }
  return answers;
}

TEST(CodeLinesTest, AnswersACode) {
  const auto answers = Answers("{\"text\":\"h19 12 250312 0001\"}\n");
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0], (boost::json::object{{"key", "H19122503120001"},
                                             {"kind", "provincial_new"},
                                             {"valid", true},
                                             {"agency", "H19.12"},
                                             {"date", "2025-03-12"},
                                             {"serial", "0001"},
                                             {"code", "H19.12-250312-0001"}}));
}

TEST(CodeLinesTest, SaysWhyATextIsNoCode) {
  const auto answers = Answers("{\"text\":\"H19.12-250230-0001\"}");
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0], (boost::json::object{{"key", "H19122502300001"},
                                             {"kind", "unknown"},
                                             {"valid", false},
                                             {"reason", "CODE_DATE_IMPOSSIBLE"}}));
}

TEST(CodeLinesTest, ABadLineIsAnsweredAndTheNextIsTaken) {
  const std::string bad =
      "nonsense\n\n{\"text\":1}\r\n{}\n{\"text\":\"a\",\"x\":1}\n[]\n{\"text\":\"" +
      std::string(70000, 'x') + "\"}\n";
  const auto answers = Answers(bad + "{\"text\":\"H19.12-250312-0001\"}\r\n");
  const std::vector<std::string> reasons = {"JSON_MALFORMED", "FIELD_TYPE", "FIELD_MISSING",
                                            "FIELD_UNKNOWN",  "FIELD_TYPE", "LINE_TOO_LONG"};
  ASSERT_EQ(answers.size(), reasons.size() + 1);
  for (std::size_t i = 0; i < reasons.size(); ++i) {
    EXPECT_EQ(answers[i].at("error").at("reason").as_string(), reasons[i]);
    EXPECT_FALSE(answers[i].at("error").at("message").as_string().empty());
  }
  EXPECT_TRUE(answers.back().at("valid").as_bool());
}

TEST(CodeLinesTest, FailsWhenTheOutputIsGone) {
  std::istringstream in("{\"text\":\"H19.12-250312-0001\"}\n");
  std::ostringstream out;
  out.setstate(std::ios::badbit);
  EXPECT_EQ(RunCodeLines(in, out), 1);
}

}  // namespace
}  // namespace motcua::ctl
