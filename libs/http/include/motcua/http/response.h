#pragma once

#include <string>
#include <string_view>

#include "motcua/http/headers.h"

namespace motcua::http {

/// One HTTP response: plain data. The server adds Content-Length, Date and Connection itself and
/// sends no others of these names. For 1xx, 204, 304 and answers to HEAD no body is sent.
struct Response {
  int status = 200;
  Headers headers;
  std::string body;
};

/// A response whose body is JSON. The bytes are the caller's (protobuf json_util or Boost.JSON).
Response JsonResponse(int status, std::string body);
/// A response of plain UTF-8 text.
Response TextResponse(int status, std::string body);

/// The phrase of RFC 9110 ("Not Found"); empty for a status that has none.
std::string_view StatusPhrase(int status);

}  // namespace motcua::http
