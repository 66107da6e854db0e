#pragma once

#include <string>
#include <utility>

#include <absl/status/status.h>
#include <absl/status/statusor.h>
#include <google/protobuf/message.h>

#include "motcua/http/request.h"

namespace motcua::gateway {

/// Reads a request body strictly: INVALID_ARGUMENT / JSON_INVALID for what json::CheckJson refuses,
/// a wrong type (also a single value for a list, or null in one) or an unknown field, TEXT_INVALID
/// for bytes that are not UTF-8. `field` is the place in the body, `content.applicant.kind`, or
/// `body`; the message repeats nothing of the request.
absl::Status FromJson(const std::string& body, google::protobuf::Message& message);

/// The body of a request. INVALID_ARGUMENT / MEDIA_TYPE_UNSUPPORTED (HTTP 415) when Content-Type
/// names another type than application/json; without one the body is taken for JSON (RFC 9110 8.3).
absl::Status ReadJson(const http::Request& request, google::protobuf::Message& message);
template <typename Body>
absl::StatusOr<Body> ReadBody(const http::Request& request) {
  Body body;
  const absl::Status read = ReadJson(request, body);
  return read.ok() ? absl::StatusOr<Body>(std::move(body)) : read;
}

/// Prints a message with the field names of its proto; fields with default values are left out.
std::string ToJson(const google::protobuf::Message& message);

}  // namespace motcua::gateway
