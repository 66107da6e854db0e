#include "motcua/log/logger.h"

#include <limits>
#include <type_traits>

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/log/capture.h"

namespace motcua::log {
namespace {

namespace json = boost::json;
using std::chrono::milliseconds;

static_assert(!std::is_constructible_v<Message, std::string>, "a message is a literal");
static_assert(!std::is_constructible_v<Message, const char*>, "a message is a literal");

json::object Only(const Capture& captured) {
  const std::vector<std::string> lines = captured.lines();
  EXPECT_EQ(lines.size(), 1U);
  return lines.empty() ? json::object() : json::parse(lines.front()).as_object();
}

std::string Text(const json::object& line, std::string_view key) {
  return line.contains(key) ? std::string(line.at(key).as_string()) : "(missing)";
}

TEST(LoggerTest, ALineHasTheFixedFieldsFirst) {
  using namespace std::chrono;
  const auto clock = std::make_shared<SettableClock>(sys_days(2025y / 7 / 1) + hours(1) +
                                                     minutes(2) + seconds(3) + microseconds(45));
  const Capture captured({.service = "intake", .version = "1.2"}, clock);
  captured.logger().Info(
      "dossier filed",
      {{"trace_id", "abc"}, {"n", 7}, {"big", ~0ULL}, {"ratio", 0.5}, {"ok", true}});
  EXPECT_THAT(captured.lines(),
              testing::ElementsAre(
                  R"({"ts":"2025-07-01T01:02:03.000045Z","level":"info","service":"intake",)"
                  R"("version":"1.2","msg":"dossier filed","trace_id":"abc","n":7,)"
                  R"("big":18446744073709551615,"ratio":5E-1,"ok":true})"));
}

TEST(LoggerTest, AnyTextStaysInsideItsField) {
  const std::string nasty = "a\"b\\c\nd\x01\x1f Đường \xF0\x9F\x98\x80 \",\"level\":\"error\"}";
  const Capture captured;
  captured.logger().Info("x", {{"text", nasty}});
  ASSERT_EQ(captured.lines().size(), 1U);
  EXPECT_EQ(captured.lines()[0].find('\n'), std::string::npos);
  EXPECT_EQ(Text(Only(captured), "text"), nasty);
  EXPECT_EQ(Text(Only(captured), "level"), "info");
}

TEST(LoggerTest, BytesThatAreNoTextBecomeReplacementCharacters) {
  const std::string replaced = "\xEF\xBF\xBD";
  const struct {
    std::string given;
    std::string written;
  } cases[] = {
      {"\xFF", replaced},
      {"a\xC3", "a" + replaced},                                        // cut in the middle
      {"\xC0\xAF", replaced + replaced},                                // over-long
      {"\xE0\x80\x80", replaced + replaced + replaced},                 // over-long
      {"\xED\xA0\x80", replaced + replaced + replaced},                 // surrogate
      {"\xF4\x90\x80\x80", replaced + replaced + replaced + replaced},  // past U+10FFFF
      {"\xE1\xBB\x99t", "\xE1\xBB\x99t"},                               // ột
  };
  for (const auto& c : cases) {
    const Capture captured;
    captured.logger().Info("x", {{"text", c.given}});
    EXPECT_EQ(Text(Only(captured), "text"), c.written);
  }
}

TEST(LoggerTest, LongTextIsCutBetweenCharacters) {
  std::string text(4095, 'x');
  text += "ộ";
  const Capture captured;
  captured.logger().Info("x", {{"text", text}});
  EXPECT_EQ(Text(Only(captured), "text"), std::string(4095, 'x') + "…");
}

TEST(LoggerTest, NumbersWithoutAJsonFormAreText) {
  const Capture captured;
  captured.logger().Info("x", {{"a", std::numeric_limits<double>::infinity()},
                               {"b", std::numeric_limits<double>::quiet_NaN()}});
  EXPECT_EQ(Text(Only(captured), "a"), "inf");
  EXPECT_EQ(Text(Only(captured), "b"), "nan");
}

TEST(LoggerTest, FixedNamesCannotBeReplaced) {
  const Capture captured;
  captured.logger().With({{"msg", "false"}}).Error("true", {{"level", "info"}});
  EXPECT_EQ(Text(Only(captured), "msg"), "true");
  EXPECT_EQ(Text(Only(captured), "level"), "error");
  EXPECT_EQ(Text(Only(captured), "field_level"), "info");
  EXPECT_EQ(Text(Only(captured), "field_msg"), "false");
}

TEST(LoggerTest, AStatusGivesCodeReasonAndText) {
  const Capture captured;
  captured.logger().Error("batch failed",
                          Error(absl::StatusCode::kUnavailable, "BROKER_GONE", "no broker answers"),
                          {{"shard", 3}});
  const json::object line = Only(captured);
  EXPECT_EQ(Text(line, "code"), "UNAVAILABLE");
  EXPECT_EQ(Text(line, "reason"), "BROKER_GONE");
  EXPECT_EQ(Text(line, "err"), "no broker answers");
  EXPECT_EQ(line.at("shard").as_int64(), 3);
}

TEST(LoggerTest, BoundFieldsOutliveWhatTheyWereMadeFromAndTheLastValueWins) {
  const Capture captured;
  Logger bound;
  {
    const std::string trace_id = "a-trace-id-too-long-for-the-small-string-buffer";
    bound = captured.logger().With({{"trace_id", trace_id}, {"part", "outer"}});
  }
  bound.With({{"part", "inner"}}).Info("x", {{"n", 1}});
  const json::object line = Only(captured);
  EXPECT_EQ(Text(line, "trace_id"), "a-trace-id-too-long-for-the-small-string-buffer");
  EXPECT_EQ(Text(line, "part"), "inner");
}

TEST(LoggerTest, LinesBelowTheLevelAreNotWritten) {
  const Capture captured({.service = "s", .version = "0", .level = Level::kWarn});
  captured.logger().Debug("a");
  captured.logger().Info("b");
  captured.logger().Warn("c");
  captured.logger().Error("d");
  EXPECT_EQ(captured.lines().size(), 2U);
  EXPECT_EQ(captured.Count("c"), 1);
  EXPECT_EQ(*ParseLevel("warn"), Level::kWarn);
  EXPECT_EQ(Reason(ParseLevel("WARN").status()), "LOG_LEVEL_UNKNOWN");
}

TEST(LoggerTest, TheSameMessageIsWrittenTenTimesASecond) {
  std::chrono::steady_clock::time_point now{};
  const Capture captured({.service = "s", .version = "0"}, nullptr, [&now] { return now; });
  const auto log_many = [&](int times) {
    for (int i = 0; i < times; ++i) {
      captured.logger().Info("storm", {{"i", i}});
    }
  };
  log_many(25);
  captured.logger().Info("another");
  EXPECT_EQ(captured.Count("storm"), 10);
  EXPECT_EQ(captured.Count("another"), 1);
  EXPECT_EQ(captured.logger().suppressed_lines(), 15U);

  now += milliseconds(999);
  log_many(1);
  EXPECT_EQ(captured.Count("storm"), 10);

  now += milliseconds(1);
  log_many(2);
  EXPECT_EQ(captured.Count("storm"), 12);
  const std::vector<std::string> lines = captured.lines();
  EXPECT_EQ(json::parse(lines[lines.size() - 2]).at("suppressed").as_int64(), 16);
  EXPECT_FALSE(json::parse(lines.back()).as_object().contains("suppressed"));
}

TEST(LoggerTest, LinesThatAreDataAreNotLimited) {
  const Capture captured({.service = "s", .version = "0"});
  const Logger data = captured.logger().Unlimited();
  for (int i = 0; i < 100; ++i) {
    data.Info("span");
  }
  EXPECT_EQ(captured.Count("span"), 100);
}

TEST(LoggerTest, ADefaultLoggerDiscards) {
  const Logger none;
  none.With({{"a", 1}}).Error("x");
  EXPECT_FALSE(none.Enabled(Level::kError));
  EXPECT_EQ(none.dropped_lines() + none.suppressed_lines(), 0U);
}

}  // namespace
}  // namespace motcua::log
