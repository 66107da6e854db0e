#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <absl/status/statusor.h>

namespace motcua::gateway {

/// The version of a dossier's status: the last intake sequence, then the last processing sequence.
/// Only grows.
struct Version {
  std::int64_t intake = 0;
  std::int64_t processing = 0;

  friend auto operator<=>(const Version&, const Version&) = default;
};

/// 20 digits and a point; text order equals version order, so that Redis can compare.
/// `0000000003.0000000007`.
std::string ToSortableText(const Version& version);
absl::StatusOr<Version> FromSortableText(std::string_view text);

/// `"3.7"` with the quotes, as an HTTP entity tag.
std::string ToEntityTag(const Version& version);
/// The version of a tag made by `ToEntityTag`; empty for any other tag, or if a number is a million
/// or more, which no dossier reaches.
std::optional<Version> FromEntityTag(std::string_view tag);

}  // namespace motcua::gateway
