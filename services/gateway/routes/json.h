#pragma once

#include <string>

#include <absl/status/status.h>
#include <google/protobuf/message.h>

namespace motcua::gateway {

/// Reads a request body strictly: INVALID_ARGUMENT / JSON_INVALID for what json::CheckJson refuses,
/// a wrong type or an unknown field, TEXT_INVALID for bytes that are not UTF-8. `field` is the
/// place in the body, `content.applicant.kind`, or `body`; the message repeats nothing of the
/// request.
absl::Status FromJson(const std::string& body, google::protobuf::Message& message);

/// Prints a message with the field names of its proto; fields with default values are left out.
std::string ToJson(const google::protobuf::Message& message);

}  // namespace motcua::gateway
