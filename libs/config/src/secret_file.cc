#include "secret_file.h"

#include <array>
#include <fstream>

#include "motcua/base/error.h"

namespace motcua::config {
namespace {

constexpr std::size_t kMaxBytes = 64 * 1024;

absl::Status Bad(std::string_view reason, std::string_view message) {
  return Error(absl::StatusCode::kInvalidArgument, reason, message);
}

}  // namespace

absl::StatusOr<Secret> ReadSecretFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string content;
  std::array<char, 4096> chunk{};
  while (file.good() && content.size() <= kMaxBytes) {
    file.read(chunk.data(), chunk.size());
    content.append(chunk.data(), static_cast<std::size_t>(file.gcount()));
  }
  // A directory opens, but its read fails: bad(), not eof().
  if (!file.eof()) {
    return Bad("FILE_UNREADABLE", "the file cannot be read, or is larger than 64 KiB");
  }
  if (!content.empty() && content.back() == '\n') {
    content.pop_back();
  }
  if (content.empty()) {
    return Bad("EMPTY", "the file is empty");
  }
  return Secret(std::move(content));
}

}  // namespace motcua::config
