#include "api/page.h"

#include <algorithm>
#include <vector>

#include <absl/strings/escaping.h>
#include <absl/strings/str_split.h>

#include "motcua/base/error.h"
#include "motcua/base/uuid.h"
#include "motcua/command/command_record.h"

namespace motcua::notification {
namespace {

constexpr int kDefaultSize = 50;
constexpr int kMaxSize = 200;
constexpr std::size_t kFilterHash = 16;
constexpr std::size_t kMaxToken = 256;

std::string FilterHash(const std::string& filter) {
  return command::HashContent(filter).substr(0, kFilterHash);
}

}  // namespace

absl::StatusOr<int> PageSize(int asked) {
  if (asked < 0) {
    return FieldError("page_size", "PAGE_SIZE", "a page has a positive number of entries");
  }
  return asked == 0 ? kDefaultSize : std::min(asked, kMaxSize);
}

std::string MakePageToken(const std::string& filter, const std::string& last_id) {
  return absl::WebSafeBase64Escape(FilterHash(filter) + "|" + last_id);
}

absl::StatusOr<std::string> ParsePageToken(const std::string& filter, const std::string& token) {
  if (token.empty()) {
    return std::string();
  }
  std::string plain;
  std::vector<std::string> parts;
  if (token.size() <= kMaxToken && absl::WebSafeBase64Unescape(token, &plain)) {
    parts = absl::StrSplit(plain, '|');
  }
  if (parts.size() != 2 || parts[0] != FilterHash(filter) || !IsUuid(parts[1])) {
    return FieldError("page_token", "PAGE_TOKEN_INVALID", "the page token is not one of this list");
  }
  return parts[1];
}

}  // namespace motcua::notification
