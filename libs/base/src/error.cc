#include "motcua/base/error.h"

#include <absl/strings/cord.h>

namespace motcua {
namespace {

// One payload holds reason and metadata as length-prefixed strings; only this file reads or writes
// it.
constexpr char kPayloadUrl[] = "motcua/reason";

void AppendField(std::string& out, std::string_view value) {
  out += std::to_string(value.size());
  out += ':';
  out += value;
}

bool TakeField(std::string_view& in, std::string& value) {
  const std::size_t colon = in.find(':');
  if (colon == std::string_view::npos) {
    return false;
  }
  const std::size_t size = std::stoul(std::string(in.substr(0, colon)));
  value = std::string(in.substr(colon + 1, size));
  in.remove_prefix(colon + 1 + size);
  return true;
}

std::vector<std::string> Fields(const absl::Status& status) {
  std::vector<std::string> fields;
  const auto payload = status.GetPayload(kPayloadUrl);
  if (!payload.has_value()) {
    return fields;
  }
  const std::string bytes(*payload);
  std::string_view rest = bytes;
  std::string field;
  while (!rest.empty() && TakeField(rest, field)) {
    fields.push_back(field);
  }
  return fields;
}

}  // namespace

absl::Status WithReason(absl::StatusCode code, std::string_view reason, std::string_view message,
                        const ErrorMetadata& metadata) {
  absl::Status status(code, absl::string_view(message.data(), message.size()));
  std::string payload;
  AppendField(payload, reason);
  for (const auto& [key, value] : metadata) {
    AppendField(payload, key);
    AppendField(payload, value);
  }
  status.SetPayload(kPayloadUrl, absl::Cord(payload));
  return status;
}

absl::Status Error(absl::StatusCode code, std::string_view reason, std::string_view message,
                   std::initializer_list<std::pair<std::string_view, std::string_view>> metadata) {
  ErrorMetadata copy;
  for (const auto& [key, value] : metadata) {
    copy.emplace_back(key, value);
  }
  return WithReason(code, reason, message, copy);
}

absl::Status FieldError(std::string_view field, std::string_view reason, std::string_view message) {
  return Error(absl::StatusCode::kInvalidArgument, reason, message, {{"field", field}});
}

std::string Reason(const absl::Status& status) {
  const std::vector<std::string> fields = Fields(status);
  return fields.empty() ? std::string() : fields.front();
}

ErrorMetadata Metadata(const absl::Status& status) {
  const std::vector<std::string> fields = Fields(status);
  ErrorMetadata metadata;
  for (std::size_t i = 1; i + 1 < fields.size(); i += 2) {
    metadata.emplace_back(fields[i], fields[i + 1]);
  }
  return metadata;
}

std::string Message(const absl::Status& status) {
  return std::string(status.message().data(), status.message().size());
}

bool IsRetryable(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kDeadlineExceeded:
      return true;
    default:
      return false;
  }
}

}  // namespace motcua
