#include "api/page.h"

#include <algorithm>

#include <absl/strings/escaping.h>
#include <absl/strings/str_replace.h>
#include <absl/strings/str_split.h>

#include "motcua/base/error.h"
#include "motcua/base/uuid.h"
#include "motcua/calendar/time_zone.h"
#include "motcua/command/command_record.h"

namespace motcua::processing {
namespace {

constexpr int kDefaultSize = 50;
constexpr int kMaxSize = 200;
constexpr std::size_t kFilterHash = 16;

std::string FilterHash(const std::string& agency) {
  return command::HashContent(agency).substr(0, kFilterHash);
}

// PostgreSQL's text of a time in UTC (`2025-03-19 02:15:00+00`) or of none. A token is only
// encoded, not signed, so what it holds is checked before it goes into a statement.
bool IsDueTime(const std::string& text) {
  return text == "infinity" ||
         calendar::ParseRfc3339(absl::StrReplaceAll(text, {{" ", "T"}, {"+00", "Z"}})).ok();
}

absl::Status BadToken() {
  return FieldError("page_token", "PAGE_TOKEN_INVALID", "the page token is not one of this list");
}

}  // namespace

absl::StatusOr<int> PageSize(int asked) {
  if (asked < 0) {
    return FieldError("page_size", "PAGE_SIZE", "a page has a positive number of entries");
  }
  return asked == 0 ? kDefaultSize : std::min(asked, kMaxSize);
}

std::string MakePageToken(const std::string& agency, const QueuePosition& position) {
  return absl::WebSafeBase64Escape(FilterHash(agency) + "|" + position.due_at + "|" +
                                   position.task_id);
}

absl::StatusOr<QueuePosition> ParsePageToken(const std::string& agency, const std::string& token) {
  if (token.empty()) {
    return QueuePosition{};
  }
  std::string plain;
  if (token.size() > 256 || !absl::WebSafeBase64Unescape(token, &plain)) {
    return BadToken();
  }
  const std::vector<std::string> parts = absl::StrSplit(plain, '|');
  if (parts.size() != 3 || parts[0] != FilterHash(agency) || !IsDueTime(parts[1]) ||
      !IsUuid(parts[2])) {
    return BadToken();
  }
  return QueuePosition{.due_at = parts[1], .task_id = parts[2]};
}

}  // namespace motcua::processing
