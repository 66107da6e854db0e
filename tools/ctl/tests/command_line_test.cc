#include "command_line.h"

#include <algorithm>
#include <set>
#include <sstream>

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "exit_code.h"
#include "running.h"
#include "verbs/verb.h"

namespace motcua::ctl {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::vector<std::string> Words(const std::string& line) {
  std::istringstream in(line);
  std::vector<std::string> words;
  for (std::string word; in >> word;) {
    words.push_back(word);
  }
  return words;
}

CtlRun Ctl(const std::string& line) {
  return CtlRun(Words(line));
}

TEST(CommandLineTest, HelpNamesEveryVerb) {
  const CtlRun help = Ctl("--help");
  EXPECT_EQ(help.exit_code, kOk);
  for (const Verb& verb : AllVerbs()) {
    EXPECT_THAT(help.out, HasSubstr("\n  " + Words(verb.name).front() + " ")) << verb.name;
  }
}

TEST(CommandLineTest, WordsThatHoldVerbsSayWhatTheyHold) {
  for (const Verb& verb : AllVerbs()) {
    const std::size_t last = verb.name.rfind(' ');
    if (last == std::string::npos) {
      continue;
    }
    const std::string words = verb.name.substr(0, last);
    ASSERT_THAT(HeadingOf(words), Not(IsEmpty())) << words;
    EXPECT_THAT(Ctl(words + " --help").out, HasSubstr(HeadingOf(words)));
  }
}

TEST(CommandLineTest, EveryVerbHasHelpWithItsExamples) {
  std::set<std::string> names;
  for (const Verb& verb : AllVerbs()) {
    EXPECT_TRUE(names.insert(verb.name).second) << verb.name;
    const CtlRun help = Ctl(verb.name + " --help");
    EXPECT_EQ(help.exit_code, kOk) << verb.name;
    EXPECT_THAT(help.out, HasSubstr(verb.vi));
    EXPECT_THAT(help.out, HasSubstr(verb.en));
    ASSERT_THAT(verb.examples, Not(IsEmpty()));
    for (const std::string& example : verb.examples) {
      EXPECT_THAT(example, testing::StartsWith(verb.name));
      EXPECT_THAT(help.out, HasSubstr("motcuactl " + example));
    }
  }
}

TEST(CommandLineTest, WhatIsWrongWithTheLineIsUsage) {
  for (const char* const line :
       {"",
        "acept X",
        "accept",
        "accept X",
        "accept X --actor 1 --agency H19 --colour red",
        "show",
        "show A B",
        "topics",
        "clock set",
        "clock set yesterday --intake 127.0.0.1:1",
        "receive f.json --actor 1 --agency A --channel online",
        "withdraw X --actor 1 --citizen --agency H19",
        "forward X --actor 1 --revision one",
        "hand-over X --actor 1 --agency A --proof p --way horse",
        "queue --agency A --limit 0",
        "re-emit --program intake --stream dossier --intake 127.0.0.1:1",
        "re-emit --program intake --stream dossier --from 2025-01-01 --intake 127.0.0.1:1",
        "re-emit --program gateway --stream dossier --key k --intake 127.0.0.1:1",
        "re-emit --program intake --stream dossier --key k --from 2025-01-01 --to 2025-01-02",
        "redrive --consumer gateway.status --event e",
        "show X --intake nowhere",
        "show X",
        "topics apply --file topics.yaml"}) {
    const CtlRun run = Ctl(line);
    EXPECT_EQ(run.exit_code, kUsage) << line << "\n" << run.err;
    EXPECT_THAT(run.err, HasSubstr("motcuactl: USAGE: ")) << line;
    EXPECT_THAT(run.out, IsEmpty()) << line;
  }
}

TEST(CommandLineTest, AnErrorIsOneLine) {
  const CtlRun run = Ctl("show X");
  EXPECT_THAT(run.err, HasSubstr("[field: --intake]\n"));
  EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1);
}

TEST(CommandLineTest, CommonOptionsMayStandBeforeOrBehindTheVerb) {
  // No server listens on port 1; the test only checks that both lines reach the call.
  EXPECT_EQ(Ctl("--intake 127.0.0.1:1 --json show X").exit_code, kUnavailable);
  EXPECT_EQ(Ctl("show X --json --intake 127.0.0.1:1,127.0.0.1:2").exit_code, kUnavailable);
}

TEST(CommandLineTest, OfflineVerbsNeedNoEnvironment) {
  const CtlRun code({"code"}, {"MOTCUA_CTL_INTAKE_TARGETS=rubbish"},
                    "{\"text\":\"h19 12 250312 0001\"}\n{\"text\":3}\n");
  EXPECT_EQ(code.exit_code, kOk);
  EXPECT_THAT(code.out, HasSubstr("\"key\":\"H19122503120001\""));
  EXPECT_THAT(code.out, HasSubstr("\"reason\":\"FIELD_TYPE\""));
  EXPECT_EQ(CtlRun({"show", "X"}, {"MOTCUA_CTL_INTAKE_TARGETS=rubbish"}).exit_code, kUsage);
}

TEST(CommandLineTest, DueTakesTheSampleCalendarOrAnother) {
  const std::string question =
      "{\"received\":\"2025-03-12T09:15:00+07:00\",\"limit\":{\"value\":3,\"unit\":"
      "\"working_day\"}}\n";
  const CtlRun due({"due"}, {}, question);
  EXPECT_EQ(due.exit_code, kOk);
  EXPECT_EQ(boost::json::parse(due.out).at("due"), "2025-03-17T09:15:00+07:00");
  const CtlRun missing({"due", "--calendar", "/nowhere/calendar.json"}, {}, question);
  EXPECT_EQ(missing.exit_code, kRefused);
  EXPECT_THAT(missing.err, HasSubstr("FILE_UNREADABLE"));
}

TEST(ExitCodeTest, TellsRefusedFromUnanswered) {
  EXPECT_EQ(ExitCodeOf(absl::OkStatus()), kOk);
  EXPECT_EQ(ExitCodeOf(absl::AbortedError("")), kRefused);
  EXPECT_EQ(ExitCodeOf(absl::InvalidArgumentError("")), kRefused);
  EXPECT_EQ(ExitCodeOf(UsageError("--x", "")), kUsage);
  EXPECT_EQ(ExitCodeOf(absl::UnavailableError("")), kUnavailable);
  EXPECT_EQ(ExitCodeOf(absl::DeadlineExceededError("")), kUnavailable);
}

}  // namespace
}  // namespace motcua::ctl
