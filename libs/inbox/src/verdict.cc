#include "verdict.h"

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

absl::Status AsRetryable(const absl::Status& status) {
  return status.ok() || IsRetryable(status)
             ? status
             : WithReason(absl::StatusCode::kUnavailable, Reason(status), Message(status),
                          Metadata(status));
}

}  // namespace motcua::inbox
