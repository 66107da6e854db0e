#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "motcua/config/env.h"
#include "motcua/config/secret.h"
#include "motcua/config/values.h"

namespace motcua::config {

/// What `--help` says about a program. Vietnamese first, as everywhere that people read.
struct Program {
  /// For example `intake`, for the prefix MOTCUA_INTAKE_ and the program name motcua-intake.
  std::string service = {};
  std::string version = {};
  std::string summary_vi = {};
  std::string summary_en = {};
};

/// Attributes of an option besides name, type and default. `text` is one sentence.
struct TextSpec {
  bool required = false;
  /// If not empty: the only values allowed.
  std::vector<std::string> one_of = {};
  std::string text = {};
};
struct IntegerSpec {
  bool required = false;
  std::int64_t min = std::numeric_limits<std::int64_t>::min();
  std::int64_t max = std::numeric_limits<std::int64_t>::max();
  std::string text = {};
};
struct DurationSpec {
  bool required = false;
  std::chrono::milliseconds min{0};
  std::chrono::milliseconds max = std::chrono::hours(24 * 366);
  std::string text = {};
};
struct ByteSizeSpec {
  bool required = false;
  ByteSize min = {0};
  ByteSize max = {std::numeric_limits<std::uint64_t>::max()};
  std::string text = {};
};
struct PlainSpec {
  bool required = false;
  std::string text = {};
};

/// The options of one program, each declared once with name, type, default, range and description.
///
///     OptionTable table({.service = "intake", ...});
///     table.Add(&config.db_dsn, "DB_DSN", {.required = true, .text = "PostgreSQL connection."});
///     table.Add(&config.drain, "DRAIN_DELAY", {.max = 30s, .text = "Wait before closing."});
///
/// The default is the target's value when it is added. Names are UPPER_SNAKE without the prefix. A
/// target must outlive the table. A `Secret` named DB_PASSWORD is read from the file that
/// MOTCUA_<SERVICE>_DB_PASSWORD_FILE names, never from a value; one newline at its end is dropped.
/// A duplicate or malformed name is a bug and ends the process. Not thread-safe; used in main
/// before threads exist.
class OptionTable {
 public:
  explicit OptionTable(Program program);
  OptionTable(const OptionTable&) = delete;
  OptionTable& operator=(const OptionTable&) = delete;
  ~OptionTable();

  void Add(std::string* target, std::string_view name, TextSpec spec);
  void Add(int* target, std::string_view name, IntegerSpec spec);
  void Add(std::int64_t* target, std::string_view name, IntegerSpec spec);
  void Add(bool* target, std::string_view name, PlainSpec spec);
  void Add(std::chrono::milliseconds* target, std::string_view name, DurationSpec spec);
  void Add(ByteSize* target, std::string_view name, ByteSizeSpec spec);
  /// Comma-separated; spaces around commas are dropped, an empty item is an error.
  void Add(std::vector<std::string>* target, std::string_view name, PlainSpec spec);
  void Add(HostPort* target, std::string_view name, PlainSpec spec);
  void Add(Secret* target, std::string_view name, PlainSpec spec);

  /// Sets every target from the environment, or reports all errors at once: INVALID_ARGUMENT,
  /// reason CONFIG_INVALID, metadata (variable, reason) for each error. Reasons: those of values.h,
  /// and REQUIRED, EMPTY, NOT_ALLOWED, UNKNOWN_VARIABLE, DUPLICATE_VARIABLE, FILE_UNREADABLE.
  /// Targets may be half set after an error.
  absl::Status Load(const Environment& environment);

  /// One option with its present value, for the log line at start; a secret's value is `***`.
  struct Line {
    std::string variable;
    std::string value;
    bool from_environment = false;
  };
  std::vector<Line> Effective() const;

  std::string Help() const;
  /// `VARIABLE=value` lines, in the order of declaration.
  std::string Print() const;
  /// The README's option table: defaults as declared, no environment.
  std::string Markdown() const;
  const Program& program() const { return program_; }

 private:
  struct Entry;
  void AddEntry(Entry entry);

  Program program_;
  std::string prefix_;
  std::vector<Entry> entries_;
};

/// What the command line asked for.
struct Parsed {
  /// If set, print `output` on stdout and exit with this code; otherwise run.
  std::optional<int> exit_code;
  std::string output;
};

/// Reads the command line and the environment of a program into the table's targets.
///
/// `--help`, `--version`, `--print-config=markdown` need no valid environment. `--check-config` and
/// `--print-config` do. On an error (also UNKNOWN_ARGUMENT), print it on stderr and exit with 78
/// (EX_CONFIG of sysexits.h), also for `--check-config`.
absl::StatusOr<Parsed> Parse(OptionTable& table, int argc, const char* const* argv,
                             const Environment& environment);

}  // namespace motcua::config
