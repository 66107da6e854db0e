#include "envelope.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"

namespace motcua::inbox {
namespace {

constexpr std::size_t kLongestName = 512;

// Length of the UTF-8 character at the start; 0 when there is none (RFC 3629).
std::size_t CharacterSize(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) {
    return 1;
  }
  const std::size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < size) {
    return 0;
  }
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xc0) != 0x80) {
      return 0;
    }
  }
  const bool overlong = (first == 0xe0 && byte(1) < 0xa0) || (first == 0xf0 && byte(1) < 0x90);
  const bool surrogate = first == 0xed && byte(1) > 0x9f;
  const bool beyond = first == 0xf4 && byte(1) > 0x8f;
  return overlong || surrogate || beyond ? 0 : size;
}

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
  std::string text;
  while (!bytes.empty()) {
    const std::size_t size = CharacterSize(bytes);
    const bool printable =
        size > 1 || (size == 1 && static_cast<unsigned char>(bytes[0]) >= 0x20 && bytes[0] != 0x7f);
    const std::string_view next = printable ? bytes.substr(0, size) : "?";
    if (text.size() + next.size() > limit) {
      break;
    }
    text += next;
    bytes.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return text;
}

}  // namespace motcua::inbox
