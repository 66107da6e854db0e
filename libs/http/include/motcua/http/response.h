#pragma once

#include <string>
#include <string_view>

#include "motcua/http/headers.h"

namespace motcua::http {

/// One HTTP response: plain data. The server sets Content-Length, Date and Connection and ignores
/// headers of these names. For 1xx, 204, 304 and answers to HEAD no body is sent.
struct Response {
  int status = 200;
  Headers headers;
  std::string body;
};

/// A response with a JSON body, which the caller has serialised (protobuf json_util or Boost.JSON).
Response JsonResponse(int status, std::string body);
/// A response with a plain UTF-8 text body.
Response TextResponse(int status, std::string body);

/// The phrase of RFC 9110 ("Not Found"); empty for a status that has none.
std::string_view StatusPhrase(int status);

}  // namespace motcua::http
