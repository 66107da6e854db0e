#include "utf8.h"

#include "motcua/base/error.h"
#include "motcua/text/utf8.h"

namespace motcua::sms {

absl::StatusOr<std::u32string> DecodeUtf8(std::string_view text) {
  if (!text::IsUtf8(text)) {
    return Error(absl::StatusCode::kInvalidArgument, "TEXT_NOT_UTF8", "the text is not UTF-8");
  }
  return text::Characters(text);
}

}  // namespace motcua::sms
