#include "motcua/config/options.h"

#include <algorithm>
#include <map>
#include <utility>

#include "motcua/base/check.h"
#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"

#include "entry.h"
#include "secret_file.h"

namespace motcua::config {
namespace {

constexpr std::string_view kMask = "***";

absl::Status Bad(std::string_view reason, std::string_view message) {
  return Error(absl::StatusCode::kInvalidArgument, reason, message);
}

bool IsUpperSnake(std::string_view name) {
  return !name.empty() && name.front() >= 'A' && name.front() <= 'Z' &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
         });
}

std::string UpperCase(std::string_view text) {
  std::string upper(text);
  std::transform(upper.begin(), upper.end(), upper.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return upper;
}

std::string Join(const std::vector<std::string>& items, std::string_view separator) {
  std::string joined;
  for (const std::string& item : items) {
    if (!joined.empty()) {
      joined += separator;
    }
    joined += item;
  }
  return joined;
}

std::string_view Trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

absl::StatusOr<std::vector<std::string>> Split(std::string_view text) {
  std::vector<std::string> items;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    const std::string_view item = Trim(text.substr(0, comma));
    if (item.empty() || comma + 1 == text.size()) {
      return Bad("EMPTY", "an item of the list is empty");
    }
    items.emplace_back(item);
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
  }
  return items;
}

template <typename T>
absl::Status SetInRange(T* target, T value, T min, T max) {
  if (value < min || value > max) {
    return Bad("OUT_OF_RANGE", "the value is out of range");
  }
  *target = value;
  return absl::OkStatus();
}

std::string IntegerRange(std::int64_t min, std::int64_t max) {
  const bool low = min != std::numeric_limits<std::int64_t>::min();
  const bool high = max != std::numeric_limits<std::int64_t>::max();
  if (low && high) {
    return std::to_string(min) + " to " + std::to_string(max);
  }
  return low ? "from " + std::to_string(min) : high ? "up to " + std::to_string(max) : "";
}

}  // namespace

OptionTable::OptionTable(Program program)
    : program_(std::move(program)), prefix_("MOTCUA_" + UpperCase(program_.service) + "_") {
  MOTCUA_CHECK(IsUpperSnake(UpperCase(program_.service)));
}

OptionTable::~OptionTable() = default;

void OptionTable::AddEntry(Entry entry) {
  MOTCUA_CHECK(IsUpperSnake(entry.variable));
  MOTCUA_CHECK(std::none_of(entries_.begin(), entries_.end(),
                            [&](const Entry& other) { return other.variable == entry.variable; }));
  entry.default_text = entry.show();
  entries_.push_back(std::move(entry));
}

void OptionTable::Add(std::string* target, std::string_view name, TextSpec spec) {
  AddEntry({.variable = prefix_ + std::string(name),
            .type = "text",
            .range = Join(spec.one_of, ", "),
            .text = spec.text,
            .required = spec.required,
            .may_be_empty = spec.one_of.empty(),
            .set =
                [target, one_of = spec.one_of](std::string_view value) {
                  if (!one_of.empty() &&
                      std::find(one_of.begin(), one_of.end(), value) == one_of.end()) {
                    return Bad("NOT_ALLOWED", "the value is not allowed");
                  }
                  *target = std::string(value);
                  return absl::OkStatus();
                },
            .show = [target] { return *target; }});
}

void OptionTable::Add(int* target, std::string_view name, IntegerSpec spec) {
  spec.min = std::max<std::int64_t>(spec.min, std::numeric_limits<int>::min());
  spec.max = std::min<std::int64_t>(spec.max, std::numeric_limits<int>::max());
  AddEntry(
      {.variable = prefix_ + std::string(name),
       .type = "integer",
       .range = IntegerRange(spec.min, spec.max),
       .text = spec.text,
       .required = spec.required,
       .set = [target, min = spec.min, max = spec.max](std::string_view value) -> absl::Status {
         std::int64_t wide = 0;
         MOTCUA_ASSIGN_OR_RETURN(const std::int64_t parsed, ParseInteger(value));
         MOTCUA_RETURN_IF_ERROR(SetInRange(&wide, parsed, min, max));
         *target = static_cast<int>(wide);
         return absl::OkStatus();
       },
       .show = [target] { return std::to_string(*target); }});
}

void OptionTable::Add(std::int64_t* target, std::string_view name, IntegerSpec spec) {
  AddEntry(
      {.variable = prefix_ + std::string(name),
       .type = "integer",
       .range = IntegerRange(spec.min, spec.max),
       .text = spec.text,
       .required = spec.required,
       .set = [target, min = spec.min, max = spec.max](std::string_view value) -> absl::Status {
         MOTCUA_ASSIGN_OR_RETURN(const std::int64_t parsed, ParseInteger(value));
         return SetInRange(target, parsed, min, max);
       },
       .show = [target] { return std::to_string(*target); }});
}

void OptionTable::Add(bool* target, std::string_view name, PlainSpec spec) {
  AddEntry({.variable = prefix_ + std::string(name),
            .type = "bool",
            .range = "true, false",
            .text = spec.text,
            .required = spec.required,
            .set = [target](std::string_view value) -> absl::Status {
              MOTCUA_ASSIGN_OR_RETURN(*target, ParseBool(value));
              return absl::OkStatus();
            },
            .show = [target] { return std::string(*target ? "true" : "false"); }});
}

void OptionTable::Add(std::chrono::milliseconds* target, std::string_view name, DurationSpec spec) {
  AddEntry(
      {.variable = prefix_ + std::string(name),
       .type = "duration",
       .range = FormatDuration(spec.min) + " to " + FormatDuration(spec.max),
       .text = spec.text,
       .required = spec.required,
       .set = [target, min = spec.min, max = spec.max](std::string_view value) -> absl::Status {
         MOTCUA_ASSIGN_OR_RETURN(const std::chrono::milliseconds parsed, ParseDuration(value));
         return SetInRange(target, parsed, min, max);
       },
       .show = [target] { return FormatDuration(*target); }});
}

void OptionTable::Add(ByteSize* target, std::string_view name, ByteSizeSpec spec) {
  const bool bounded = spec.max.bytes != std::numeric_limits<std::uint64_t>::max();
  AddEntry(
      {.variable = prefix_ + std::string(name),
       .type = "bytes",
       .range = bounded ? FormatByteSize(spec.min) + " to " + FormatByteSize(spec.max)
                        : "from " + FormatByteSize(spec.min),
       .text = spec.text,
       .required = spec.required,
       .set = [target, min = spec.min, max = spec.max](std::string_view value) -> absl::Status {
         MOTCUA_ASSIGN_OR_RETURN(const ByteSize parsed, ParseByteSize(value));
         return SetInRange(&target->bytes, parsed.bytes, min.bytes, max.bytes);
       },
       .show = [target] { return FormatByteSize(*target); }});
}

void OptionTable::Add(std::vector<std::string>* target, std::string_view name, PlainSpec spec) {
  AddEntry({.variable = prefix_ + std::string(name),
            .type = "list",
            .range = "comma-separated",
            .text = spec.text,
            .required = spec.required,
            .may_be_empty = true,
            .set = [target](std::string_view value) -> absl::Status {
              MOTCUA_ASSIGN_OR_RETURN(*target, Split(value));
              return absl::OkStatus();
            },
            .show = [target] { return Join(*target, ","); }});
}

void OptionTable::Add(HostPort* target, std::string_view name, PlainSpec spec) {
  AddEntry({.variable = prefix_ + std::string(name),
            .type = "host:port",
            .text = spec.text,
            .required = spec.required,
            .set = [target](std::string_view value) -> absl::Status {
              MOTCUA_ASSIGN_OR_RETURN(*target, ParseHostPort(value));
              return absl::OkStatus();
            },
            .show = [target] { return target->host.empty() ? "" : target->ToString(); }});
}

void OptionTable::Add(Secret* target, std::string_view name, PlainSpec spec) {
  // A default would put a secret into the source code.
  MOTCUA_CHECK(target->empty());
  AddEntry({.variable = prefix_ + std::string(name) + "_FILE",
            .type = "file of a secret",
            .text = spec.text,
            .required = spec.required,
            .set = [target](std::string_view path) -> absl::Status {
              MOTCUA_ASSIGN_OR_RETURN(*target, ReadSecretFile(std::string(path)));
              return absl::OkStatus();
            },
            .show = [target] { return std::string(target->empty() ? "" : kMask); }});
}

absl::Status OptionTable::Load(const Environment& environment) {
  ErrorMetadata faults;
  std::string message;
  const auto fault = [&](const std::string& variable, std::string_view reason,
                         std::string_view why) {
    faults.emplace_back(variable, std::string(reason));
    message.append(message.empty() ? "" : "\n").append(variable).append(": ").append(why);
  };

  std::map<std::string, std::string, std::less<>> given;
  for (const std::string& line : environment) {
    const std::size_t equals = line.find('=');
    if (line.compare(0, prefix_.size(), prefix_) != 0 || equals == std::string::npos) {
      continue;
    }
    const auto [place, added] = given.emplace(line.substr(0, equals), line.substr(equals + 1));
    if (!added) {
      fault(place->first, "DUPLICATE_VARIABLE", "is set twice");
    }
  }

  for (Entry& entry : entries_) {
    const auto found = given.find(entry.variable);
    if (found == given.end()) {
      if (entry.required) {
        fault(entry.variable, "REQUIRED", "must be set");
      }
      continue;
    }
    const std::string value = found->second;
    given.erase(found);
    if (value.empty() && (entry.required || !entry.may_be_empty)) {
      fault(entry.variable, "EMPTY", "is empty; give it a value or remove it");
      continue;
    }
    // The message does not contain the value, which may be a misplaced secret.
    if (const absl::Status set = entry.set(value); !set.ok()) {
      fault(entry.variable, Reason(set),
            Message(set) + (entry.range.empty() ? "" : " (" + entry.range + ")"));
      continue;
    }
    entry.from_environment = true;
  }

  for (const auto& [variable, value] : given) {
    const bool is_secret = std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
      return entry.variable == variable + "_FILE";
    });
    fault(variable, "UNKNOWN_VARIABLE",
          is_secret
              ? "is a secret: put it into a file and give the file's path in " + variable + "_FILE"
              : "is not an option of this program (see --help)");
  }
  return faults.empty()
             ? absl::OkStatus()
             : WithReason(absl::StatusCode::kInvalidArgument, "CONFIG_INVALID", message, faults);
}

std::vector<OptionTable::Line> OptionTable::Effective() const {
  std::vector<Line> lines;
  lines.reserve(entries_.size());
  for (const Entry& entry : entries_) {
    lines.push_back({entry.variable, entry.show(), entry.from_environment});
  }
  return lines;
}

}  // namespace motcua::config
