#include "api/queue_token.h"

#include <vector>

#include <absl/strings/str_replace.h>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/base/uuid.h"
#include "motcua/calendar/time_zone.h"
#include "motcua/rpc/page.h"

namespace motcua::processing {
namespace {

// PostgreSQL's text of a time in UTC (`2025-03-19 02:15:00+00`) or of none. A token is only
// encoded, not signed, so its content is checked before it is used in a statement.
bool IsDueTime(const std::string& text) {
  return text == "infinity" ||
         calendar::ParseRfc3339(absl::StrReplaceAll(text, {{" ", "T"}, {"+00", "Z"}})).ok();
}

}  // namespace

std::string MakeQueueToken(const std::string& agency, const QueuePosition& position) {
  return rpc::MakePageToken(agency, {position.due_at, position.task_id});
}

absl::StatusOr<QueuePosition> ParseQueueToken(const std::string& agency, const std::string& token) {
  MOTCUA_ASSIGN_OR_RETURN(const std::vector<std::string> texts,
                          rpc::ParsePageToken(agency, token, 2));
  if (texts.empty()) {
    return QueuePosition{};
  }
  if (!IsDueTime(texts[0]) || !IsUuid(texts[1])) {
    return rpc::InvalidPageToken();
  }
  return QueuePosition{.due_at = texts[0], .task_id = texts[1]};
}

}  // namespace motcua::processing
