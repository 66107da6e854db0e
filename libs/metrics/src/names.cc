#include "motcua/metrics/names.h"

#include <algorithm>
#include <array>

#include "motcua/base/error.h"

namespace motcua::metrics {
namespace {

constexpr std::array<std::string_view, 5> kDeFacto{
    "grpc_server_started_total", "grpc_server_handled_total", "grpc_server_handling_seconds",
    "http_server_requests_total", "http_server_request_duration_seconds"};

// Prometheus uses base units: seconds and bytes.
constexpr std::array<std::string_view, 14> kDerivedUnits{
    "ms", "milliseconds", "us", "microseconds", "nanoseconds", "minutes", "hours",
    "kb", "kib",          "mb", "mib",          "megabytes",   "percent", "kilobytes"};

// Suffixes that Prometheus itself appends.
constexpr std::array<std::string_view, 3> kReservedEndings{"count", "sum", "bucket"};

constexpr std::array<std::string_view, 8> kIdentifying{
    "id", "phone", "user", "dossier", "dossier_code", "citizen", "le", "quantile"};

template <std::size_t N>
bool Has(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool EndsWith(std::string_view text, std::string_view end) {
  return text.ends_with(end);
}

bool IsLowerSnake(std::string_view text) {
  if (text.empty() || text.front() < 'a' || text.front() > 'z' || text.back() == '_' ||
      text.find("__") != std::string_view::npos) {
    return false;
  }
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

std::string_view LastWord(std::string_view name) {
  return name.substr(name.rfind('_') + 1);
}

absl::Status Bad(std::string_view reason, std::string_view message) {
  return Error(absl::StatusCode::kInvalidArgument, reason, message);
}

}  // namespace

absl::Status CheckName(Kind kind, std::string_view name) {
  if (!IsLowerSnake(name)) {
    return Bad("METRIC_FORM", "a metric name must be lower_snake");
  }
  if (!name.starts_with("motcua_") && !Has(kDeFacto, name)) {
    return Bad("METRIC_PREFIX", "a metric name must start with motcua_");
  }
  const bool total = EndsWith(name, "_total");
  if (total != (kind == Kind::kCounter)) {
    return Bad("METRIC_TOTAL", "the names of counters, and no others, must end in _total");
  }
  const std::string_view unit = LastWord(total ? name.substr(0, name.rfind('_')) : name);
  if (Has(kDerivedUnits, unit) || Has(kReservedEndings, unit)) {
    return Bad("METRIC_UNIT", "use base units, and no suffix reserved by Prometheus");
  }
  if (kind == Kind::kHistogram && !EndsWith(unit, "s")) {
    return Bad("METRIC_UNIT",
               "a histogram's name must end in its unit: _seconds, _bytes or a plural");
  }
  return absl::OkStatus();
}

absl::Status CheckLabels(const std::vector<std::string>& keys) {
  constexpr std::size_t kMostLabels = 6;
  for (const std::string& key : keys) {
    if (!IsLowerSnake(key) || Has(kIdentifying, key) || EndsWith(key, "_id") ||
        std::count(keys.begin(), keys.end(), key) > 1) {
      return Bad("METRIC_LABEL",
                 "a label must be lower_snake, unique, and must not identify a person or dossier");
    }
  }
  return keys.size() <= kMostLabels ? absl::OkStatus()
                                    : Bad("METRIC_LABEL", "a metric may have at most six labels");
}

}  // namespace motcua::metrics
