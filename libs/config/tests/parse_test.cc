#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/config/options.h"

namespace motcua::config {
namespace {

using testing::HasSubstr;

class ParseTest : public testing::Test {
 protected:
  ParseTest() { table_.Add(&dsn_, "DB_DSN", {.required = true, .text = "Where PostgreSQL is."}); }

  absl::StatusOr<Parsed> Run(const char* argument, const Environment& environment) {
    const std::array<const char*, 2> argv{"motcua-intake", argument};
    return Parse(table_, argument == nullptr ? 1 : 2, argv.data(), environment);
  }

  std::string dsn_;
  OptionTable table_{{.service = "intake",
                      .version = "1.2.3",
                      .summary_vi = "Bộ phận tiếp nhận",
                      .summary_en = "The counter"}};
  const Environment valid_{"MOTCUA_INTAKE_DB_DSN=x"};
};

TEST_F(ParseTest, WithoutArgumentsTheProgramRuns) {
  const absl::StatusOr<Parsed> parsed = Run(nullptr, valid_);
  ASSERT_TRUE(parsed.ok());
  EXPECT_FALSE(parsed->exit_code.has_value());
  EXPECT_EQ(dsn_, "x");
}

TEST_F(ParseTest, HelpVersionAndMarkdownNeedNoEnvironment) {
  EXPECT_THAT(Run("--help", {})->output, HasSubstr("MOTCUA_INTAKE_DB_DSN"));
  EXPECT_THAT(Run("--help", {})->output, HasSubstr("Bộ phận tiếp nhận\nThe counter"));
  EXPECT_EQ(Run("--version", {})->output, "motcua-intake 1.2.3\n");
  EXPECT_THAT(Run("--print-config=markdown", {})->output, HasSubstr("| `MOTCUA_INTAKE_DB_DSN`"));
  EXPECT_EQ(Run("--help", {})->exit_code, 0);
}

TEST_F(ParseTest, CheckAndPrintNeedAValidEnvironment) {
  EXPECT_EQ(Run("--check-config", valid_)->exit_code, 0);
  EXPECT_EQ(Run("--print-config", valid_)->output, "MOTCUA_INTAKE_DB_DSN=x\n");
  EXPECT_EQ(Reason(Run("--check-config", {}).status()), "CONFIG_INVALID");
  EXPECT_EQ(Reason(Run("--print-config", {}).status()), "CONFIG_INVALID");
}

TEST_F(ParseTest, UnknownArgumentsAreRefused) {
  EXPECT_EQ(Reason(Run("--hlep", valid_).status()), "UNKNOWN_ARGUMENT");
  EXPECT_EQ(Reason(Run("", valid_).status()), "UNKNOWN_ARGUMENT");
  const std::array<const char*, 3> argv{"motcua-intake", "--check-config", "--help"};
  EXPECT_EQ(Reason(Parse(table_, 3, argv.data(), valid_).status()), "UNKNOWN_ARGUMENT");
}

}  // namespace
}  // namespace motcua::config
