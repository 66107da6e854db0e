#pragma once

#include <charconv>
#include <string>

#include <absl/status/status.h>

#include "motcua/base/error.h"
#include "motcua/http/request.h"

namespace motcua::gateway {

/// Copies page_size and page_token of the query into a list request. INVALID_ARGUMENT / PAGE_SIZE
/// when the size is not a whole number; the called program checks the rest.
template <typename Request>
absl::Status ReadPage(const http::Request& request, Request& list) {
  if (const auto size = request.Query("page_size"); size.has_value()) {
    int value = 0;
    const auto [end, error] = std::from_chars(size->data(), size->data() + size->size(), value);
    if (error != std::errc() || end != size->data() + size->size()) {
      return FieldError("page_size", "PAGE_SIZE", "page_size must be a whole number");
    }
    list.set_page_size(value);
  }
  if (const auto token = request.Query("page_token"); token.has_value()) {
    list.set_page_token(std::string(*token));
  }
  return absl::OkStatus();
}

}  // namespace motcua::gateway
