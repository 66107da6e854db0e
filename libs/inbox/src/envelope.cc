#include "envelope.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/text/utf8.h"

namespace motcua::inbox {
namespace {

constexpr std::size_t kLongestName = 512;

absl::Status CheckColumn(std::string_view name, std::string_view value) {
  if (value.size() > kLongestName || AsText(value, kLongestName) != value) {
    return Error(absl::StatusCode::kInvalidArgument, "ENVELOPE_INVALID",
                 "attribute " + std::string(name) + " is not a text of at most 512 bytes",
                 {{"attribute", name}});
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckColumns(const outbox::Event& event) {
  const std::pair<std::string_view, std::string_view> columns[] = {
      {"id", event.event_id}, {"stream", event.stream},           {"subject", event.key},
      {"type", event.type},   {"traceparent", event.traceparent},
  };
  for (const auto& [name, value] : columns) {
    MOTCUA_RETURN_IF_ERROR(CheckColumn(name, value));
  }
  if (event.key.empty() || event.epoch < 1 || event.sequence < 1) {
    return Error(absl::StatusCode::kInvalidArgument, "ENVELOPE_INVALID",
                 "key, epoch or sequence is missing");
  }
  return absl::OkStatus();
}

absl::Status CheckMajor(std::string_view type, int min_major, int max_major) {
  const std::size_t name = type.rfind('.');
  const std::string_view package = name == std::string_view::npos ? "" : type.substr(0, name);
  const std::size_t segment = package.rfind('.');
  const std::string_view version =
      segment == std::string_view::npos ? "" : package.substr(segment + 1);
  int major = 0;
  const char* const end = version.data() + version.size();
  const bool is_version = version.size() >= 2 && version.front() == 'v' &&
                          std::from_chars(version.data() + 1, end, major).ptr == end;
  if (!is_version || major < min_major || major > max_major) {
    return Error(absl::StatusCode::kFailedPrecondition, "SCHEMA_UNKNOWN",
                 "the major version of the event's type is not supported", {{"type", type}});
  }
  return absl::OkStatus();
}

std::string AsText(std::string_view bytes, std::size_t limit) {
  std::string readable = text::ReplaceInvalid(bytes);
  std::replace_if(
      readable.begin(), readable.end(), [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; },
      '?');
  return text::CutToBytes(readable, limit);
}

}  // namespace motcua::inbox
