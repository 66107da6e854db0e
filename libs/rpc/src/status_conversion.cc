#include "motcua/rpc/status_conversion.h"

#include <cstddef>
#include <map>
#include <string_view>

#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <grpcpp/support/error_details.h>

#include "motcua/base/error.h"

namespace motcua::rpc {
namespace {

// A message travels three times (grpc-message with up to three bytes for one, the details, the
// field violation) and must leave room in the 8 KiB of trailers that a peer accepts.
constexpr std::size_t kMaxMessage = 512;
constexpr std::size_t kMaxMetadata = 3 * 1024;
constexpr int kRetryDelaySeconds = 1;
constexpr char kFieldKey[] = "field";

bool KeepsDetailsInside(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal || code == absl::StatusCode::kUnknown ||
         code == absl::StatusCode::kDataLoss;
}

/// At most `limit` bytes, never half a UTF-8 character.
std::string Cut(std::string text, std::size_t limit) {
  if (text.size() > limit) {
    while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0U) == 0x80U) {
      --limit;
    }
    text.resize(limit);
  }
  return text;
}

void AddErrorInfo(const absl::Status& status, const std::string& service, bool keep_inside,
                  google::rpc::Status& out) {
  const std::string reason = Reason(status);
  if (reason.empty()) {
    return;
  }
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain(service + ".motcua");
  std::size_t size = 0;
  for (const auto& [key, value] : Metadata(status)) {
    size += key.size() + value.size();
    if (!keep_inside && size <= kMaxMetadata) {
      (*info.mutable_metadata())[key] = value;
    }
  }
  out.add_details()->PackFrom(info);
  const auto field = info.metadata().find(kFieldKey);
  if (status.code() == absl::StatusCode::kInvalidArgument && field != info.metadata().end()) {
    google::rpc::BadRequest bad;
    auto* violation = bad.add_field_violations();
    violation->set_field(field->second);
    violation->set_description(out.message());
    out.add_details()->PackFrom(bad);
  }
}

void AddRetryInfo(absl::StatusCode code, google::rpc::Status& out) {
  if (code == absl::StatusCode::kResourceExhausted || code == absl::StatusCode::kUnavailable) {
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_seconds(kRetryDelaySeconds);
    out.add_details()->PackFrom(retry);
  }
}

}  // namespace

grpc::Status ToGrpcStatus(const absl::Status& status, const std::string& service) {
  if (status.ok()) {
    return grpc::Status::OK;
  }
  const bool keep_inside = KeepsDetailsInside(status.code());
  google::rpc::Status details;
  details.set_code(static_cast<int>(status.code()));
  details.set_message(keep_inside ? "Internal error; the log of the service has the details."
                                  : Cut(Message(status), kMaxMessage));
  AddErrorInfo(status, service, keep_inside, details);
  AddRetryInfo(status.code(), details);
  grpc::Status out;
  grpc::SetErrorDetails(details, &out);
  return out;
}

absl::Status FromGrpcStatus(const grpc::Status& status) {
  if (status.ok()) {
    return absl::OkStatus();
  }
  const auto code = static_cast<absl::StatusCode>(status.error_code());
  const absl::Status plain(code, status.error_message());
  google::rpc::Status details;
  if (status.error_details().empty() || !grpc::ExtractErrorDetails(status, &details).ok()) {
    return plain;
  }
  google::rpc::ErrorInfo info;
  google::rpc::BadRequest bad;
  for (const auto& detail : details.details()) {
    // An unreadable detail stays empty; code and message do not depend on it.
    detail.UnpackTo(&info) || detail.UnpackTo(&bad);
  }
  if (info.reason().empty()) {
    return plain;
  }
  std::map<std::string, std::string> metadata(info.metadata().begin(), info.metadata().end());
  if (bad.field_violations_size() > 0) {
    metadata.emplace(kFieldKey, bad.field_violations(0).field());
  }
  return WithReason(code, info.reason(), status.error_message(),
                    ErrorMetadata(metadata.begin(), metadata.end()));
}

}  // namespace motcua::rpc
