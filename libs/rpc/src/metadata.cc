#include "metadata.h"

#include <algorithm>
#include <string>

#include "motcua/base/error.h"

namespace motcua::rpc {

absl::Status CheckMetadata(std::string_view name, std::string_view value) {
  const bool printable =
      std::all_of(value.begin(), value.end(), [](char c) { return c >= ' ' && c <= '~'; });
  if (printable && value.size() <= kMaxMetadataValue) {
    return absl::OkStatus();
  }
  return FieldError(name, "METADATA_INVALID",
                    std::string(name) + " must be at most 200 printable ASCII characters.");
}

}  // namespace motcua::rpc
