#include "exit_code.h"

#include <ostream>
#include <string>

#include "motcua/base/error.h"

#include "output/text.h"

namespace motcua::ctl {
namespace {

constexpr char kUsageReason[] = "USAGE";
constexpr char kFieldKey[] = "field";

}  // namespace

absl::Status UsageError(std::string_view option, std::string_view message) {
  return FieldError(option, kUsageReason, message);
}

ExitCode ExitCodeOf(const absl::Status& status) {
  if (status.ok()) {
    return kOk;
  }
  if (Reason(status) == kUsageReason) {
    return kUsage;
  }
  const bool unanswered = status.code() == absl::StatusCode::kUnavailable ||
                          status.code() == absl::StatusCode::kDeadlineExceeded;
  return unanswered ? kUnavailable : kRefused;
}

void PrintError(const absl::Status& status, std::ostream& err) {
  const std::string reason = Reason(status);
  err << "motcuactl: "
      << (reason.empty() ? absl::StatusCodeToString(status.code()) : Printable(reason)) << ": "
      << Printable(Message(status));
  const ErrorMetadata metadata = Metadata(status);
  for (const auto& [key, value] : metadata) {
    if (key == kFieldKey) {
      err << " [field: " << Printable(value) << ']';
    }
  }
  err << '\n';
  for (const auto& [key, value] : metadata) {
    if (key != kFieldKey) {
      err << "  " << Printable(key) << ": " << Printable(value) << '\n';
    }
  }
}

}  // namespace motcua::ctl
