#include "status/version.h"

#include <charconv>

#include <fmt/format.h>

#include "motcua/base/error.h"

namespace motcua::gateway {
namespace {

constexpr std::int64_t kMaxSequence = 999'999;
constexpr std::size_t kLongestTag = std::string_view("\"999999.999999\"").size();

bool Parse(std::string_view text, std::int64_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && value >= 0;
}

bool ParsePair(std::string_view text, Version& version) {
  const std::size_t point = text.find('.');
  return point != std::string_view::npos && Parse(text.substr(0, point), version.intake) &&
         Parse(text.substr(point + 1), version.processing);
}

}  // namespace

std::string ToSortableText(const Version& version) {
  return fmt::format("{:010}.{:010}", version.intake, version.processing);
}

absl::StatusOr<Version> FromSortableText(std::string_view text) {
  Version version;
  if (!ParsePair(text, version)) {
    return Error(absl::StatusCode::kInternal, "CACHE_CORRUPT", "a cached version can't be read");
  }
  return version;
}

std::string ToEntityTag(const Version& version) {
  return fmt::format("\"{}.{}\"", version.intake, version.processing);
}

std::optional<Version> FromEntityTag(std::string_view tag) {
  Version version;
  if (tag.size() < 2 || tag.size() > kLongestTag ||
      !ParsePair(tag.substr(1, tag.size() - 2), version) || version.intake > kMaxSequence ||
      version.processing > kMaxSequence || tag != ToEntityTag(version)) {
    return std::nullopt;
  }
  return version;
}

}  // namespace motcua::gateway
