#pragma once

#include <absl/status/status.h>
#include <google/protobuf/message.h>

namespace motcua::rpc {

/// Checks the characters of every text in a request, however deep: INVALID_ARGUMENT / TEXT_INVALID
/// with the path of the first field that contains what no text may contain
/// (text::CheckCharacters): `content.applicant.full_name`, `items_vi[2]`. HandleUnary does it for
/// every call, so that no field of any program is forgotten; what else a field demands, its rule
/// checks. Pure, thread-safe; about a microsecond for a command.
absl::Status CheckTexts(const google::protobuf::Message& request);

}  // namespace motcua::rpc
