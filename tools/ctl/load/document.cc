#include "load/document.h"

#include <algorithm>
#include <string_view>

#include <google/protobuf/util/json_util.h>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/json/check_json.h"

#include "load/read_file.h"

namespace motcua::ctl {
namespace {

// protobuf writes `(parts[0].source) docment: Cannot find field.`, `docment: Cannot find field.` or
// `(parts[0].originals): invalid value "x" for type TYPE_INT32`; of broken JSON it quotes a part.
std::string FieldIn(std::string_view message) {
  std::string path;
  if (message.starts_with('(')) {
    const std::size_t close = std::min(message.find(')'), message.size() - 1);
    path = message.substr(1, close - 1);
    message.remove_prefix(close + 1);
    if (message.starts_with(' ')) {
      message.remove_prefix(1);
    }
  }
  const std::string_view name = message.substr(0, message.find(": "));
  if (!name.empty() && name.size() < message.size() && name.find(' ') == std::string_view::npos) {
    path += (path.empty() ? "" : ".") + std::string(name);
  }
  return path;
}

}  // namespace

absl::Status ReadDocument(const std::string& text, google::protobuf::Message& message) {
  if (const absl::Status json = json::CheckJson(text); !json.ok()) {
    return FieldError("", "DOCUMENT_INVALID", Message(json));
  }
  const auto parsed = google::protobuf::util::JsonStringToMessage(text, &message);
  if (parsed.ok()) {
    return absl::OkStatus();
  }
  const std::string_view why(parsed.message().data(), parsed.message().size());
  return FieldError(FieldIn(why), "DOCUMENT_INVALID", why);
}

absl::Status ReadDocumentFile(const std::string& path, google::protobuf::Message& message) {
  MOTCUA_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  const absl::Status read = ReadDocument(text, message);
  if (read.ok()) {
    return read;
  }
  const ErrorMetadata metadata = Metadata(read);
  const std::string field = metadata.empty() ? std::string() : metadata.front().second;
  return FieldError(field.empty() ? path : path + ": " + field, Reason(read), Message(read));
}

}  // namespace motcua::ctl
