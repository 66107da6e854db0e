#pragma once

#include <functional>
#include <string>

#include <absl/status/statusor.h>

#include "motcua/base/uuid.h"

#include "usecase/command.h"

namespace motcua::intake {

/// Stores one paper for a later command to cite. Thread-safe. Errors: those of MakeKey and
/// ReplayOf; INVALID_ARGUMENT / PAPER_EMPTY, PAPER_TOO_LARGE (over 512 KiB), PAPER_TYPE_UNKNOWN,
/// PAPER_NAME_INVALID.
class UploadPaper {
 public:
  static constexpr std::size_t kMaxBytes = 512 * 1024;

  struct Input {
    std::string method;
    std::string request_hash;
    std::string file_name;
    std::string media_type;
    std::string content;
    /// Lower-case hex of the content.
    std::string sha256;
  };
  using Encode = std::function<std::string(const Paper&)>;

  UploadPaper(UnitOfWork& work, IdGenerator& ids) : work_(work), ids_(ids) {}
  absl::StatusOr<std::string> Execute(const CallContext& call, const Input& input,
                                      const Encode& encode) const;

 private:
  UnitOfWork& work_;
  IdGenerator& ids_;
};

}  // namespace motcua::intake
