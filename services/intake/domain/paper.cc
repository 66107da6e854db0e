#include "domain/paper.h"

#include "motcua/base/error.h"
#include "motcua/text/text.h"

namespace motcua::intake {
namespace {

constexpr std::size_t kLongestName = 255;

}  // namespace

absl::Status CheckPaper(const Paper& paper) {
  if (paper.content.empty()) {
    return FieldError("content", "PAPER_EMPTY", "the paper is empty");
  }
  if (paper.content.size() > kLargestPaper) {
    return FieldError("content", "PAPER_TOO_LARGE", "the paper is larger than 512 KiB");
  }
  if (paper.media_type != "application/pdf" && paper.media_type != "image/jpeg" &&
      paper.media_type != "image/png") {
    return FieldError("media_type", "PAPER_TYPE_UNKNOWN",
                      "a paper must be application/pdf, image/jpeg or image/png");
  }
  return text::Check(
      paper.file_name,
      {.field = "file_name", .most = kLongestName, .too_long = "PAPER_NAME_INVALID"});
}

}  // namespace motcua::intake
