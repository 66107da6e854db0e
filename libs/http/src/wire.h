#pragma once

#include <string>
#include <string_view>

#include "motcua/http/response.h"

namespace motcua::http {

/// What the connection decides about an answer, beside its content.
struct WireOptions {
  bool http_1_0 = false;
  bool keep_alive = true;
  /// Answer to HEAD: the length of the body is told, the body is not sent.
  bool head = false;
  /// Value of Date.
  std::string_view date;
};

/// Appends status line and header fields, with Content-Length, Date and Connection. Returns whether
/// the body follows.
bool AppendHead(std::string& out, const Response& response, const WireOptions& options);

}  // namespace motcua::http
