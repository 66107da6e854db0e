#include "motcua/config/options.h"

#include <cstdio>
#include <fstream>
#include <sstream>
#include <type_traits>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"

namespace motcua::config {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::Not;

template <typename T>
concept Streamable = requires(std::ostream& out, const T& value) {
  out << value;
};
static_assert(Streamable<std::string> && !Streamable<Secret>);
static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_convertible_v<std::string, Secret>);

/// One option of each type.
struct Settings {
  std::string dsn;
  std::string level = "info";
  int workers = 4;
  std::int64_t limit = 10;
  bool simulated = false;
  milliseconds drain{5000};
  ByteSize body = MiB(16);
  std::vector<std::string> brokers = {"a:1"};
  HostPort listen{"127.0.0.1", 9000};
  Secret password;

  void Declare(OptionTable& table) {
    using namespace std::chrono_literals;
    table.Add(&dsn, "DB_DSN", {.required = true, .text = "Where PostgreSQL is."});
    table.Add(&level, "LOG_LEVEL", {.one_of = {"debug", "info"}, .text = "What is logged."});
    table.Add(&workers, "WORKERS", {.min = 1, .max = 64, .text = "Threads."});
    table.Add(&limit, "LIMIT", {.min = 0, .text = "Rows."});
    table.Add(&simulated, "SIMULATED", {.text = "A | B."});
    table.Add(&drain, "DRAIN_DELAY", {.max = 30s, .text = "Wait before closing."});
    table.Add(&body, "MAX_BODY", {.min = KiB(1), .max = MiB(64), .text = "Largest request."});
    table.Add(&brokers, "BROKERS", {.text = "Kafka."});
    table.Add(&listen, "LISTEN", {.text = "Where to listen."});
    table.Add(&password, "DB_PASSWORD", {.text = "Password of the role."});
  }
};

class OptionsTest : public testing::Test {
 protected:
  OptionsTest() { settings_.Declare(table_); }
  ~OptionsTest() override { std::remove(secret_path_.c_str()); }

  /// (variable without prefix, reason) of every fault.
  ErrorMetadata Faults(Environment environment) {
    const absl::Status status = table_.Load(environment);
    EXPECT_EQ(Reason(status), status.ok() ? "" : "CONFIG_INVALID");
    ErrorMetadata faults = Metadata(status);
    for (auto& [variable, reason] : faults) {
      EXPECT_EQ(variable.substr(0, 14), "MOTCUA_INTAKE_");
      variable.erase(0, 14);
    }
    return faults;
  }

  /// The faults of one variable beside a valid required one.
  ErrorMetadata FaultsOf(const std::string& assignment) {
    return Faults({"MOTCUA_INTAKE_DB_DSN=x", "MOTCUA_INTAKE_" + assignment});
  }

  std::string SecretFile(const std::string& content) {
    std::ofstream(secret_path_, std::ios::binary) << content;
    return secret_path_;
  }

  const std::string secret_path_ =
      testing::TempDir() + "motcua_secret_" + std::to_string(::getpid());
  Settings settings_;
  OptionTable table_{{.service = "intake",
                      .version = "1.2.3",
                      .summary_vi = "Bộ phận tiếp nhận",
                      .summary_en = "The counter"}};
};

TEST_F(OptionsTest, DefaultsStayWhenNothingIsSet) {
  EXPECT_EQ(Faults({"MOTCUA_INTAKE_DB_DSN=host=db", "PATH=/bin"}), ErrorMetadata());
  EXPECT_EQ(settings_.dsn, "host=db");  // only the first '=' divides
  EXPECT_EQ(settings_.workers, 4);
  EXPECT_EQ(settings_.drain, milliseconds(5000));
  EXPECT_EQ(settings_.listen, (HostPort{"127.0.0.1", 9000}));
  EXPECT_TRUE(settings_.password.empty());
}

TEST_F(OptionsTest, EveryTypeIsRead) {
  const std::string path = SecretFile("p4ss\nword\n");
  EXPECT_EQ(Faults({"MOTCUA_INTAKE_DB_DSN=x", "MOTCUA_INTAKE_LOG_LEVEL=debug",
                    "MOTCUA_INTAKE_WORKERS=64", "MOTCUA_INTAKE_LIMIT=5000000000",
                    "MOTCUA_INTAKE_SIMULATED=true", "MOTCUA_INTAKE_DRAIN_DELAY=30s",
                    "MOTCUA_INTAKE_MAX_BODY=64MiB", "MOTCUA_INTAKE_BROKERS=a:1, b:2",
                    "MOTCUA_INTAKE_LISTEN=[::1]:80", "MOTCUA_INTAKE_DB_PASSWORD_FILE=" + path}),
            ErrorMetadata());
  EXPECT_EQ(settings_.level, "debug");
  EXPECT_EQ(settings_.workers, 64);
  EXPECT_EQ(settings_.limit, 5'000'000'000);
  EXPECT_TRUE(settings_.simulated);
  EXPECT_EQ(settings_.drain, milliseconds(30'000));
  EXPECT_EQ(settings_.body, MiB(64));
  EXPECT_EQ(settings_.brokers, (std::vector<std::string>{"a:1", "b:2"}));
  EXPECT_EQ(settings_.listen, (HostPort{"::1", 80}));
  EXPECT_EQ(settings_.password.Reveal(), "p4ss\nword");
}

TEST_F(OptionsTest, AllFaultsAreReportedAtOnce) {
  EXPECT_EQ(Faults({"MOTCUA_INTAKE_WORKERS=65", "MOTCUA_INTAKE_WORKRES=3",
                    "MOTCUA_INTAKE_DRAIN_DELAY=5"}),
            (ErrorMetadata{{"DB_DSN", "REQUIRED"},
                           {"WORKERS", "OUT_OF_RANGE"},
                           {"DRAIN_DELAY", "UNIT_MISSING"},
                           {"WORKRES", "UNKNOWN_VARIABLE"}}));
}

TEST_F(OptionsTest, RangesHold) {
  EXPECT_EQ(FaultsOf("WORKERS=0"), (ErrorMetadata{{"WORKERS", "OUT_OF_RANGE"}}));
  EXPECT_EQ(FaultsOf("WORKERS=1"), ErrorMetadata());
  EXPECT_EQ(FaultsOf("WORKERS=4294967297"), (ErrorMetadata{{"WORKERS", "OUT_OF_RANGE"}}));
  EXPECT_EQ(FaultsOf("LIMIT=-1"), (ErrorMetadata{{"LIMIT", "OUT_OF_RANGE"}}));
  EXPECT_EQ(FaultsOf("DRAIN_DELAY=31s"), (ErrorMetadata{{"DRAIN_DELAY", "OUT_OF_RANGE"}}));
  EXPECT_EQ(FaultsOf("MAX_BODY=1B"), (ErrorMetadata{{"MAX_BODY", "OUT_OF_RANGE"}}));
  EXPECT_EQ(FaultsOf("LOG_LEVEL=loud"), (ErrorMetadata{{"LOG_LEVEL", "NOT_ALLOWED"}}));
}

TEST_F(OptionsTest, EmptyIsAValueOnlyForOptionalTextAndLists) {
  EXPECT_EQ(FaultsOf("WORKERS="), (ErrorMetadata{{"WORKERS", "EMPTY"}}));
  EXPECT_EQ(FaultsOf("BROKERS="), ErrorMetadata());
  EXPECT_TRUE(settings_.brokers.empty());
  EXPECT_EQ(Faults({"MOTCUA_INTAKE_DB_DSN="}), (ErrorMetadata{{"DB_DSN", "EMPTY"}}));
  for (const char* list : {"BROKERS=a,", "BROKERS=,a", "BROKERS=a,,b", "BROKERS= "}) {
    EXPECT_EQ(FaultsOf(list), (ErrorMetadata{{"BROKERS", "EMPTY"}})) << list;
  }
}

TEST_F(OptionsTest, AVariableIsSetOnce) {
  EXPECT_EQ(Faults({"MOTCUA_INTAKE_DB_DSN=x", "MOTCUA_INTAKE_DB_DSN=y"}),
            (ErrorMetadata{{"DB_DSN", "DUPLICATE_VARIABLE"}}));
}

TEST_F(OptionsTest, OtherProgramsVariablesAreNotOurs) {
  EXPECT_EQ(Faults({"MOTCUA_INTAKE_DB_DSN=x", "MOTCUA_PROCESSING_TYPO=1", "MOTCUA_INTAKEX=1"}),
            ErrorMetadata());
}

TEST_F(OptionsTest, ASecretComesFromAFileOnly) {
  EXPECT_EQ(FaultsOf("DB_PASSWORD=hunter2"), (ErrorMetadata{{"DB_PASSWORD", "UNKNOWN_VARIABLE"}}));
  EXPECT_EQ(FaultsOf("DB_PASSWORD_FILE=/nonexistent"),
            (ErrorMetadata{{"DB_PASSWORD_FILE", "FILE_UNREADABLE"}}));
  EXPECT_EQ(FaultsOf("DB_PASSWORD_FILE=/"),
            (ErrorMetadata{{"DB_PASSWORD_FILE", "FILE_UNREADABLE"}}));
  EXPECT_EQ(FaultsOf("DB_PASSWORD_FILE=" + SecretFile("\n")),
            (ErrorMetadata{{"DB_PASSWORD_FILE", "EMPTY"}}));
  EXPECT_EQ(FaultsOf("DB_PASSWORD_FILE=" + SecretFile(std::string(70'000, 'x'))),
            (ErrorMetadata{{"DB_PASSWORD_FILE", "FILE_UNREADABLE"}}));
}

TEST_F(OptionsTest, AnErrorNeverRepeatsTheValue) {
  const absl::Status status =
      table_.Load({"MOTCUA_INTAKE_DB_PASSWORD=hunter2", "MOTCUA_INTAKE_WORKERS=hunter2"});
  EXPECT_THAT(Message(status), Not(HasSubstr("hunter2")));
}

TEST_F(OptionsTest, SecretsAreMaskedWhereverTheTableIsShown) {
  const std::string path = SecretFile("hunter2");
  EXPECT_EQ(FaultsOf("DB_PASSWORD_FILE=" + path), ErrorMetadata());
  EXPECT_THAT(table_.Print(), HasSubstr("MOTCUA_INTAKE_DB_PASSWORD_FILE=***\n"));
  for (const std::string& shown : {table_.Print(), table_.Help(), table_.Markdown()}) {
    EXPECT_THAT(shown, Not(HasSubstr("hunter2")));
  }
}

TEST_F(OptionsTest, EffectiveTellsWhereAValueComesFrom) {
  EXPECT_EQ(FaultsOf("WORKERS=9"), ErrorMetadata());
  const std::vector<OptionTable::Line> lines = table_.Effective();
  ASSERT_EQ(lines.size(), 10U);
  EXPECT_EQ(lines[2].variable, "MOTCUA_INTAKE_WORKERS");
  EXPECT_EQ(lines[2].value, "9");
  EXPECT_TRUE(lines[2].from_environment);
  EXPECT_FALSE(lines[3].from_environment);
}

TEST_F(OptionsTest, TheMarkdownTableShowsDeclaredDefaults) {
  EXPECT_EQ(FaultsOf("WORKERS=9"), ErrorMetadata());
  const std::string table = table_.Markdown();
  EXPECT_THAT(table,
              HasSubstr("| `MOTCUA_INTAKE_WORKERS` | integer | `4` | 1 to 64 | Threads. |\n"));
  EXPECT_THAT(table, HasSubstr("| `MOTCUA_INTAKE_DB_DSN` | text | required |  | "));
  EXPECT_THAT(table, HasSubstr("| A \\| B. |\n"));
}

using OptionsDeathTest = OptionsTest;

TEST_F(OptionsDeathTest, ABadDeclarationIsABug) {
  int value = 0;
  EXPECT_DEATH(table_.Add(&value, "WORKERS", {}), "invariant");
  EXPECT_DEATH(table_.Add(&value, "lower", {}), "invariant");
  Secret in_source("x");
  EXPECT_DEATH(table_.Add(&in_source, "TOKEN", {}), "invariant");
}

}  // namespace
}  // namespace motcua::config
