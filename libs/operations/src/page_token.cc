#include "page_token.h"

#include <absl/strings/escaping.h>

#include "motcua/base/error.h"

namespace motcua::operations {
namespace {

constexpr std::size_t kMaxToken = 1024;
constexpr char kSeparator = '\n';

}  // namespace

std::string MakePageToken(std::string_view filter, std::string_view position) {
  std::string plain(filter);
  plain += kSeparator;
  plain += position;
  return absl::WebSafeBase64Escape(plain);
}

absl::StatusOr<std::string> ReadPageToken(std::string_view filter, const std::string& token) {
  if (token.empty()) {
    return std::string();
  }
  const std::string prefix = std::string(filter) + kSeparator;
  std::string plain;
  if (token.size() > kMaxToken || !absl::WebSafeBase64Unescape(token, &plain) ||
      !plain.starts_with(prefix) || plain.size() == prefix.size()) {
    return FieldError("page_token", "PAGE_TOKEN_INVALID", "Invalid page token.");
  }
  return plain.substr(prefix.size());
}

}  // namespace motcua::operations
