#pragma once

#include <string_view>

#include <absl/status/status.h>

namespace motcua::db {

/// The server's error for a failed statement.
struct ServerError {
  std::string_view sqlstate;
  /// The primary message only: details and hints may quote rows.
  std::string_view message;
  std::string_view constraint;
  std::string_view statement;
};

/// The status according to the table in connection.h.
absl::Status Translate(const ServerError& error);

/// True when the session cannot be used after this error.
bool EndsSession(std::string_view sqlstate);

}  // namespace motcua::db
