#include "domain/paper.h"

#include <algorithm>
#include <array>

#include <absl/strings/ascii.h>

#include "motcua/base/error.h"
#include "motcua/text/text.h"

namespace motcua::intake {
namespace {

constexpr std::size_t kLongestName = 255;

/// A type that is taken, and how its files begin.
struct FileType {
  std::string_view media_type;
  std::string_view beginning;
};

constexpr std::array<FileType, 3> kFileTypes = {{
    {"application/pdf", "%PDF-"},        // ISO 32000-1, 7.5.2
    {"image/jpeg", "\xFF\xD8\xFF"},      // ITU-T T.81, B.1: SOI and a marker
    {"image/png", "\x89PNG\r\n\x1A\n"},  // ISO 15948, 5.2
}};

}  // namespace

std::string ReadMediaType(std::string_view typed) {
  std::string type(typed.substr(0, typed.find(';')));
  absl::StripAsciiWhitespace(&type);
  absl::AsciiStrToLower(&type);
  return type;
}

absl::Status CheckPaper(const Paper& paper) {
  if (paper.content.empty()) {
    return FieldError("content", "PAPER_EMPTY", "the paper is empty");
  }
  if (paper.content.size() > kLargestPaper) {
    return FieldError("content", "PAPER_TOO_LARGE", "the paper is larger than 512 KiB");
  }
  const auto* const type =
      std::ranges::find(kFileTypes, std::string_view(paper.media_type), &FileType::media_type);
  if (type == kFileTypes.end()) {
    return FieldError("media_type", "PAPER_TYPE_UNKNOWN",
                      "a paper must be application/pdf, image/jpeg or image/png");
  }
  if (!paper.content.starts_with(type->beginning)) {
    return FieldError("content", "PAPER_CONTENT_MISMATCH",
                      "the content is not of the type that was named");
  }
  // Whoever saves the file under its name must not write elsewhere.
  if (paper.file_name.find_first_of("/\\") != std::string::npos) {
    return FieldError("file_name", "PAPER_NAME_INVALID", "the name must not contain a path");
  }
  return text::Check(paper.file_name, {.field = "file_name",
                                       .most = kLongestName,
                                       .required = true,
                                       .missing = "PAPER_NAME_INVALID",
                                       .too_long = "PAPER_NAME_INVALID"});
}

}  // namespace motcua::intake
