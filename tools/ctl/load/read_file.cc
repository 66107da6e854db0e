#include "load/read_file.h"

#include <filesystem>
#include <fstream>

#include "motcua/base/error.h"

namespace motcua::ctl {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{1024} * 1024;

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::error_code error;
  // A directory opens like a file and reads as empty.
  std::ifstream file;
  if (!std::filesystem::is_directory(path, error)) {
    file.open(path, std::ios::binary);
  }
  if (!file.is_open()) {
    return FieldError(path, "FILE_UNREADABLE", "the file cannot be read");
  }
  std::string text(kMaxBytes + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad()) {
    return FieldError(path, "FILE_UNREADABLE", "the file cannot be read");
  }
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > kMaxBytes) {
    return FieldError(path, "FILE_TOO_LARGE", "the file is larger than 1 MiB");
  }
  return text;
}

}  // namespace motcua::ctl
