#include "routes/request_text.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <string_view>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/text/text.h"
#include "motcua/text/utf8.h"

namespace motcua::gateway {
namespace {

/// Headers whose text is passed to an owner or compared.
constexpr std::array<std::string_view, 3> kTextHeaders = {"Content-Type", "Idempotency-Key",
                                                          "Lookup-Secret"};

absl::Status Check(std::string_view text, std::string_view field) {
  if (std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; })) {
    return absl::OkStatus();  // the usual case
  }
  return text::Check(text, {.field = field, .most = std::numeric_limits<std::size_t>::max()});
}

}  // namespace

absl::Status CheckUtf8(std::string_view text, std::string_view field) {
  return text::IsUtf8(text) ? absl::OkStatus()
                            : FieldError(field, "TEXT_INVALID", "the text is not UTF-8");
}

absl::Status CheckText(const http::Request& request) {
  for (const auto& [name, value] : request.params) {
    MOTCUA_RETURN_IF_ERROR(Check(value, name));
  }
  for (const auto& [name, value] : request.query) {
    MOTCUA_RETURN_IF_ERROR(Check(name, "query"));
    MOTCUA_RETURN_IF_ERROR(Check(value, name));
  }
  for (const std::string_view name : kTextHeaders) {
    MOTCUA_RETURN_IF_ERROR(Check(request.headers.Get(name), name));
  }
  return absl::OkStatus();
}

}  // namespace motcua::gateway
