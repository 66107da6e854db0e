#pragma once

#include <string>

#include <absl/status/status.h>
#include <google/protobuf/message.h>

namespace motcua::ctl {

/// Reads protobuf JSON with the field names of proto/. An unknown field, a wrong type or an unknown
/// enum value is INVALID_ARGUMENT / DOCUMENT_INVALID with the field's path, as far as the parser
/// reports it.
absl::Status ReadDocument(const std::string& text, google::protobuf::Message& message);

/// The same from a file. `field` is then `FILE` or `FILE: path`; also the errors of ReadFile.
absl::Status ReadDocumentFile(const std::string& path, google::protobuf::Message& message);

}  // namespace motcua::ctl
