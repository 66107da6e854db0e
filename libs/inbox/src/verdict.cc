#include "verdict.h"

#include <string_view>

#include <absl/strings/cord.h>

#include "motcua/base/error.h"
#include "motcua/inbox/inbox.h"

namespace motcua::inbox {
namespace {

constexpr char kNotYetUrl[] = "motcua/inbox.not_yet";

}  // namespace

absl::Status NotYet(const absl::Status& why) {
  absl::Status status =
      WithReason(absl::StatusCode::kUnavailable, Reason(why), Message(why), Metadata(why));
  status.SetPayload(kNotYetUrl, absl::Cord());
  return status;
}

bool IsNotYet(const absl::Status& status) {
  return status.GetPayload(kNotYetUrl).has_value();
}

bool IsPermanent(const absl::Status& status) {
  if (status.ok() || IsRetryable(status) || status.code() == absl::StatusCode::kCancelled) {
    return false;
  }
  for (const auto& [name, value] : Metadata(status)) {
    if (name == "sqlstate") {
      const std::string_view sql_class = std::string_view(value).substr(0, 2);
      // Data exception, constraint violation, program limit exceeded (a value too large).
      return sql_class == "22" || sql_class == "23" || sql_class == "54";
    }
  }
  return true;
}

absl::Status AsRetryable(const absl::Status& status) {
  return status.ok() || IsRetryable(status)
             ? status
             : WithReason(absl::StatusCode::kUnavailable, Reason(status), Message(status),
                          Metadata(status));
}

}  // namespace motcua::inbox
