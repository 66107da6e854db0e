#pragma once

#include <string>
#include <string_view>

#include "motcua/http/response.h"

namespace motcua::http {

/// Properties of an answer that the connection decides.
struct WireOptions {
  bool http_1_0 = false;
  bool keep_alive = true;
  /// Answer to HEAD: Content-Length is sent, the body is not.
  bool head = false;
  /// Value of Date.
  std::string_view date;
};

/// Appends status line and header fields, with Content-Length, Date and Connection. Returns whether
/// the body follows.
bool AppendHead(std::string& out, const Response& response, const WireOptions& options);

}  // namespace motcua::http
