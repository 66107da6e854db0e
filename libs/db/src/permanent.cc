#include "motcua/db/permanent.h"

#include <string_view>

#include "motcua/base/error.h"

namespace motcua::db {

bool IsPermanent(const absl::Status& status) {
  if (status.ok() || IsRetryable(status) || status.code() == absl::StatusCode::kCancelled) {
    return false;
  }
  for (const auto& [name, value] : Metadata(status)) {
    if (name == "sqlstate") {
      const std::string_view sql_class = std::string_view(value).substr(0, 2);
      // Data exception, constraint violation, program limit exceeded (a value too large).
      return sql_class == "22" || sql_class == "23" || sql_class == "54";
    }
  }
  return true;
}

}  // namespace motcua::db
