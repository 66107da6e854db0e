#include "api/page.h"

#include <algorithm>
#include <vector>

#include <absl/strings/escaping.h>
#include <absl/strings/numbers.h>
#include <absl/strings/str_split.h>

#include "motcua/base/error.h"

namespace motcua::reporting {
namespace {

constexpr int kDefaultSize = 50;
constexpr int kMaxSize = 200;
constexpr std::size_t kLongestToken = 512;
constexpr char kSeparator = '\n';
/// What a database can hold as a time, in microseconds round 1970.
constexpr std::int64_t kFarthest = std::int64_t{1} << 56;

}  // namespace

absl::StatusOr<int> PageSize(int asked) {
  if (asked < 0) {
    return FieldError("page_size", "PAGE_SIZE", "a page has a positive number of entries");
  }
  return asked == 0 ? kDefaultSize : std::min(asked, kMaxSize);
}

std::string MakePageToken(const std::string& asked_agency, const OverduePosition& position) {
  return absl::WebSafeBase64Escape(asked_agency + kSeparator + position.agency + kSeparator +
                                   std::to_string(position.due_at.time_since_epoch().count()) +
                                   kSeparator + position.dossier_id);
}

absl::StatusOr<OverduePosition> ParsePageToken(const std::string& asked_agency,
                                               const std::string& token) {
  if (token.empty()) {
    return OverduePosition{};
  }
  const absl::Status bad =
      FieldError("page_token", "PAGE_TOKEN_INVALID", "the page token is not one of this list");
  std::string plain;
  if (token.size() > kLongestToken || !absl::WebSafeBase64Unescape(token, &plain) ||
      plain.find('\0') != std::string::npos) {
    return bad;
  }
  const std::vector<std::string> parts = absl::StrSplit(plain, kSeparator);
  std::int64_t due = 0;
  if (parts.size() != 4 || parts[0] != asked_agency || !absl::SimpleAtoi(parts[2], &due) ||
      due < -kFarthest || due > kFarthest) {
    return bad;
  }
  return OverduePosition{.agency = parts[1],
                         .due_at = Instant(std::chrono::microseconds(due)),
                         .dossier_id = parts[3]};
}

}  // namespace motcua::reporting
