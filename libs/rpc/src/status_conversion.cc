#include "motcua/rpc/status_conversion.h"

#include <cstddef>
#include <iterator>
#include <map>
#include <string_view>

#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <grpcpp/support/error_details.h>

#include "motcua/base/error.h"
#include "motcua/text/utf8.h"

namespace motcua::rpc {
namespace {

// A message is sent three times (grpc-message with up to three bytes per byte, the details, the
// field violation) and must leave room in the 8 KiB of trailers that a peer accepts.
constexpr std::size_t kMaxMessage = 512;
constexpr std::size_t kMaxMetadata = 3 * 1024;
// Violations are sent instead of metadata and share its limit.
constexpr int kMaxViolations = 100;
constexpr std::size_t kMaxViolationText = 256;
// Size of a violation in addition to its two texts: tags and lengths.
constexpr std::size_t kViolationOverhead = 9;
constexpr int kRetryDelaySeconds = 1;
constexpr char kFieldKey[] = "field";
constexpr char kFaultsKey[] = "faults";
constexpr char kFaultsLeftOutKey[] = "faults_left_out";

bool KeepsDetailsInside(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal || code == absl::StatusCode::kUnknown ||
         code == absl::StatusCode::kDataLoss;
}

bool ListsFaults(const absl::Status& status, const ErrorMetadata& metadata) {
  return status.code() == absl::StatusCode::kInvalidArgument && !metadata.empty() &&
         metadata.front().first == kFaultsKey;
}

/// Adds as many of the faults as fit, in order, and the number of those left out.
void AddFaults(const ErrorMetadata& metadata, google::rpc::ErrorInfo& info,
               google::rpc::BadRequest& bad) {
  (*info.mutable_metadata())[kFaultsKey] = metadata.front().second;
  std::size_t size = 0;
  for (auto fault = metadata.begin() + 1; fault != metadata.end(); ++fault) {
    const std::string field = text::CutToBytes(fault->first, kMaxViolationText);
    const std::string description = text::CutToBytes(fault->second, kMaxViolationText);
    size += field.size() + description.size() + kViolationOverhead;
    if (size > kMaxMetadata || bad.field_violations_size() == kMaxViolations) {
      (*info.mutable_metadata())[kFaultsLeftOutKey] =
          std::to_string(std::distance(fault, metadata.end()));
      return;
    }
    auto* violation = bad.add_field_violations();
    violation->set_field(field);
    violation->set_description(description);
  }
}

void AddMetadata(const absl::Status& status, const ErrorMetadata& metadata,
                 google::rpc::ErrorInfo& info, google::rpc::BadRequest& bad) {
  std::size_t size = 0;
  for (const auto& [key, value] : metadata) {
    size += key.size() + value.size();
    if (size <= kMaxMetadata) {
      (*info.mutable_metadata())[key] = value;
    }
  }
  const auto field = info.metadata().find(kFieldKey);
  if (status.code() == absl::StatusCode::kInvalidArgument && field != info.metadata().end()) {
    auto* violation = bad.add_field_violations();
    violation->set_field(field->second);
    violation->set_description(text::CutToBytes(Message(status), kMaxMessage));
  }
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
  google::rpc::BadRequest bad;
  const ErrorMetadata metadata = Metadata(status);
  if (ListsFaults(status, metadata)) {
    AddFaults(metadata, info, bad);
  } else if (!keep_inside) {
    AddMetadata(status, metadata, info, bad);
  }
  out.add_details()->PackFrom(info);
  if (bad.field_violations_size() > 0) {
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
  details.set_message(keep_inside ? "Internal error; see the log of the service."
                                  : text::CutToBytes(Message(status), kMaxMessage));
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
  absl::Status plain(code, status.error_message());
  google::rpc::Status details;
  if (status.error_details().empty() || !grpc::ExtractErrorDetails(status, &details).ok()) {
    return plain;
  }
  google::rpc::ErrorInfo info;
  google::rpc::BadRequest bad;
  for (const auto& detail : details.details()) {
    // An unreadable detail stays empty; code and message are still valid.
    detail.UnpackTo(&info) || detail.UnpackTo(&bad);
  }
  if (info.reason().empty()) {
    return plain;
  }
  std::map<std::string, std::string> sorted(info.metadata().begin(), info.metadata().end());
  const bool lists_faults = sorted.contains(kFaultsKey);
  if (!lists_faults && bad.field_violations_size() > 0) {
    sorted.emplace(kFieldKey, bad.field_violations(0).field());
  }
  ErrorMetadata metadata(sorted.begin(), sorted.end());
  if (lists_faults) {
    for (const auto& violation : bad.field_violations()) {
      metadata.emplace_back(violation.field(), violation.description());
    }
  }
  return WithReason(code, info.reason(), status.error_message(), metadata);
}

}  // namespace motcua::rpc
