#include "api/overdue_token.h"

#include <vector>

#include <absl/strings/numbers.h>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/rpc/page.h"

namespace motcua::reporting {
namespace {

/// 9999-12-31T23:59:59.999999Z in microseconds since 1970, the earliest due date.
constexpr std::int64_t kLast = 253'402'300'799'999'999;

bool HasNul(const std::string& text) {
  return text.find('\0') != std::string::npos;
}

}  // namespace

std::string MakeOverdueToken(const std::string& asked_agency, const OverduePosition& position) {
  return rpc::MakePageToken(
      asked_agency, {position.agency, std::to_string(position.due_at.time_since_epoch().count()),
                     position.dossier_id});
}

absl::StatusOr<OverduePosition> ParseOverdueToken(const std::string& asked_agency,
                                                  const std::string& token) {
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<std::string> texts,
                          rpc::ParsePageToken(asked_agency, token, 3));
  if (texts.empty()) {
    return OverduePosition{};
  }
  std::int64_t due = 0;
  if (HasNul(texts[0]) || HasNul(texts[2]) || !absl::SimpleAtoi(texts[1], &due) || due < 0 ||
      due > kLast) {
    return rpc::InvalidPageToken();
  }
  return OverduePosition{.agency = texts[0],
                         .due_at = Instant(std::chrono::microseconds(due)),
                         .dossier_id = texts[2]};
}

}  // namespace motcua::reporting
