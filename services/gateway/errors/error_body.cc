#include "errors/error_body.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include <absl/strings/numbers.h>
#include <google/protobuf/util/json_util.h>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "motcua/gateway/v1/rest.pb.h"

#include "motcua/base/error.h"

#include "errors/messages_vi.h"

namespace motcua::gateway {
namespace {

// What most refusals for now are over after.
constexpr std::int64_t kRetryAfterSeconds = 1;
constexpr std::string_view kMediaType = "MEDIA_TYPE_UNSUPPORTED";
// Metadata with the seconds after which the same request may succeed.
constexpr std::string_view kRetryAfter = "retry_after_seconds";
// Metadata that libs/db adds to every error of the database.
constexpr std::string_view kSqlState = "sqlstate";

int HttpStatus(const absl::Status& status) {
  if (Reason(status) == kMediaType) {
    return 415;
  }
  switch (status.code()) {
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kOutOfRange:
      return 400;
    case absl::StatusCode::kUnauthenticated:
      return 401;
    case absl::StatusCode::kPermissionDenied:
      return 403;
    case absl::StatusCode::kNotFound:
      return 404;
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kAborted:
      return 409;
    case absl::StatusCode::kResourceExhausted:
      return 429;
    case absl::StatusCode::kUnavailable:
      return 503;
    case absl::StatusCode::kDeadlineExceeded:
      return 504;
    default:
      return 500;
  }
}

/// The reason of an error without one, such as a transport error.
std::string_view GeneralReason(int http_status) {
  switch (http_status) {
    case 503:
      return "UNAVAILABLE";
    case 504:
      return "DEADLINE_PASSED";
    default:
      return "INTERNAL";
  }
}

/// Public messages that replace internal ones, which may contain host names, users or SQL.
std::string_view EnglishMessage(int http_status, std::string_view reason) {
  if (reason == "COMMIT_UNKNOWN") {
    return "The request may or may not have been carried out. Send it again with the same key.";
  }
  if (reason == "FEEDBACK_NOT_CONFIGURED") {
    return "Petitions and ratings are not available in this province.";
  }
  if (reason == "STATUS_BUSY") {
    return "There are too many look-ups at the moment. Try again shortly.";
  }
  switch (http_status) {
    case 503:
      return "The service is temporarily unavailable. Try again in a few minutes.";
    case 504:
      return "The service did not answer in time. Try again.";
    case 400:
      return "The content sent cannot be stored. Check it and try again.";
    case 409:
      return "Another request changed the same record. Try again.";
    default:
      return "An internal error occurred and was logged. Try again later.";
  }
}

/// The seconds until a request that is refused for now may succeed; nullopt if only the operator
/// can change that.
std::optional<std::int64_t> RetryAfter(int http_status, const absl::Status& status) {
  if ((http_status != 429 && http_status != 503) || Reason(status) == "FEEDBACK_NOT_CONFIGURED") {
    return std::nullopt;
  }
  std::int64_t seconds = kRetryAfterSeconds;
  for (const auto& [key, value] : Metadata(status)) {
    if (key == kRetryAfter && !absl::SimpleAtoi(value, &seconds)) {
      seconds = kRetryAfterSeconds;
    }
  }
  return seconds;
}

/// For an error that `hides` its message, only the reason is given.
http::Response Render(int http_status, const absl::Status& status, std::string_view message,
                      bool hides) {
  const std::string own_reason = Reason(status);
  const std::string reason =
      own_reason.empty() ? std::string(GeneralReason(http_status)) : own_reason;

  v1::ErrorBody whole;
  google::rpc::Status& body = *whole.mutable_error();
  body.set_code(static_cast<int>(status.code()));
  body.set_message(std::string(message));

  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain("gateway.motcua");
  google::rpc::BadRequest bad_request;
  for (const auto& [key, value] : hides ? ErrorMetadata() : Metadata(status)) {
    if (key == "field") {
      auto* violation = bad_request.add_field_violations();
      violation->set_field(value);
      violation->set_description(std::string(message));
    } else if (key != kRetryAfter) {
      (*info.mutable_metadata())[key] = value;
    }
  }
  body.add_details()->PackFrom(info);
  if (bad_request.field_violations_size() > 0) {
    body.add_details()->PackFrom(bad_request);
  }
  google::rpc::LocalizedMessage vietnamese;
  vietnamese.set_locale("vi-VN");
  vietnamese.set_message(
      std::string(VietnameseMessage(reason, http_status >= 500 ? GeneralReason(http_status) : "")));
  body.add_details()->PackFrom(vietnamese);
  const std::optional<std::int64_t> later = RetryAfter(http_status, status);
  if (later.has_value()) {
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_seconds(*later);
    body.add_details()->PackFrom(retry);
  }

  std::string json;
  if (!google::protobuf::util::MessageToJsonString(whole, &json).ok()) {
    json.clear();
  }
  http::Response response = http::JsonResponse(http_status, std::move(json));
  if (later.has_value()) {
    response.headers.Set("Retry-After", std::to_string(*later));
  }
  return response;
}

}  // namespace

bool IsForTheLog(const absl::Status& status) {
  const ErrorMetadata metadata = Metadata(status);
  return HttpStatus(status) >= 500 ||
         std::any_of(metadata.begin(), metadata.end(),
                     [](const auto& item) { return item.first == kSqlState; });
}

http::Response ErrorResponse(const absl::Status& status) {
  const int http_status = HttpStatus(status);
  const bool hides = IsForTheLog(status);
  return Render(http_status, status,
                hides ? std::string(EnglishMessage(http_status, Reason(status))) : Message(status),
                hides);
}

http::Response ErrorResponse(int http_status, std::string_view reason, std::string_view message) {
  absl::StatusCode code = absl::StatusCode::kInternal;
  if (http_status == 404) {
    code = absl::StatusCode::kNotFound;
  } else if (http_status == 503) {
    code = absl::StatusCode::kUnavailable;
  } else if (http_status < 500) {
    code = absl::StatusCode::kInvalidArgument;
  }
  return Render(http_status, Error(code, reason, message), message, false);
}

}  // namespace motcua::gateway
