#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <absl/status/status.h>

#include "motcua/base/clock.h"

namespace motcua::intake {

/// One uploaded paper, for a later command to refer to. Never changed.
struct Paper {
  std::string id;
  std::string file_name;
  std::string media_type;
  /// Lower-case hex of the content.
  std::string sha256;
  std::string content;

  // Required by libs/command.
  static constexpr std::int64_t revision = 0;
  static constexpr Instant last_occurred_at{};
};

/// What an uploaded paper is, without its bytes.
struct PaperFacts {
  std::string id;
  std::string file_name;
  std::string media_type;
  std::string sha256;
  std::int64_t size = 0;
};

inline constexpr std::size_t kLargestPaper = 512 * 1024;

/// The media type as it is stored: without parameters and in lower case (RFC 9110 8.3.1), for
/// example `application/pdf` for `Application/PDF; charset=binary`. Pure.
std::string ReadMediaType(std::string_view typed);

/// INVALID_ARGUMENT / PAPER_EMPTY, PAPER_TOO_LARGE (over 512 KiB), PAPER_TYPE_UNKNOWN (only PDF,
/// JPEG and PNG), PAPER_CONTENT_MISMATCH (the bytes do not begin as that type does),
/// PAPER_NAME_INVALID (none, over 255 characters, or with a path). Pure.
absl::Status CheckPaper(const Paper& paper);

/// The model for libs/command.
struct PaperModel {
  using Aggregate = Paper;
  using Request = Paper;
  struct Decision {};
  struct Surroundings {};
};

}  // namespace motcua::intake
