#include "routes/file_name.h"

#include <boost/url/pct_string_view.hpp>

#include "motcua/base/error.h"
#include "motcua/http/headers.h"
#include "motcua/text/utf8.h"

namespace motcua::gateway {
namespace {

constexpr std::string_view kUtf8 = "UTF-8'";

absl::Status Invalid(std::string_view why) {
  return FieldError("File-Name", "PAPER_NAME_INVALID", why);
}

/// Without charset and language of RFC 8187, if they are there.
std::string_view Value(std::string_view header) {
  if (!http::EqualsIgnoreCase(header.substr(0, kUtf8.size()), kUtf8)) {
    return header;
  }
  const std::size_t end = header.find('\'', kUtf8.size());
  return end == std::string_view::npos ? header : header.substr(end + 1);
}

}  // namespace

absl::StatusOr<std::string> ReadFileName(std::string_view header) {
  const std::string_view value = Value(header);
  const auto encoded = boost::urls::make_pct_string_view({value.data(), value.size()});
  if (!encoded.has_value()) {
    return Invalid("a percent sign in the name must be sent as %25");
  }
  std::string name = encoded->decode();
  if (name.empty()) {
    return Invalid("send the name of the file");
  }
  if (!text::IsUtf8(name)) {
    return Invalid("the name must be UTF-8, percent-encoded or not");
  }
  return name;
}

}  // namespace motcua::gateway
