#include "motcua/http/request.h"

#include <algorithm>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "motcua/base/error.h"

namespace motcua::http {
namespace {

absl::Status Invalid() {
  return Error(absl::StatusCode::kInvalidArgument, "TARGET_INVALID",
               "The request target is not a valid path and query.");
}

}  // namespace

std::optional<std::string_view> Find(const Params& params, std::string_view name) {
  const auto it = std::find_if(params.begin(), params.end(),
                               [&](const auto& param) { return param.first == name; });
  if (it == params.end()) {
    return std::nullopt;
  }
  return it->second;
}

std::string_view Request::Param(std::string_view name) const {
  return Find(params, name).value_or(std::string_view());
}

std::optional<std::string_view> Request::Query(std::string_view name) const {
  return Find(query, name);
}

absl::Status ParseTarget(Request& request) {
  namespace urls = boost::urls;
  const urls::string_view target(request.target.data(), request.target.size());
  const auto parsed = request.target.starts_with('/') ? urls::parse_origin_form(target)
                                                      : urls::parse_absolute_uri(target);
  if (!parsed || (!request.target.starts_with('/') && !parsed->has_authority())) {
    return Invalid();
  }
  request.segments.clear();
  request.verb.clear();
  request.query.clear();

  // Split while still encoded, decode afterwards: %2F and %3A are text, '/' and ':' are structure.
  std::string_view path(parsed->encoded_path().data(), parsed->encoded_path().size());
  std::string_view verb;
  if (!path.empty()) {
    path.remove_prefix(1);
  }
  const std::size_t last = path.rfind('/') == std::string_view::npos ? 0 : path.rfind('/') + 1;
  if (const std::size_t colon = path.rfind(':'); colon != std::string_view::npos && colon >= last) {
    verb = path.substr(colon + 1);
    path = path.substr(0, colon);
  }
  const auto decode = [](std::string_view encoded) {
    std::string text;
    // Cannot fail: the parser has checked every escape.
    urls::pct_string_view(encoded.data(), encoded.size())
        .decode({}, urls::string_token::assign_to(text));
    return text;
  };
  for (std::size_t at = 0; at != std::string_view::npos;) {
    const std::size_t slash = path.find('/', at);
    request.segments.push_back(decode(path.substr(at, slash - at)));
    at = slash == std::string_view::npos ? slash : slash + 1;
  }
  request.verb = decode(verb);
  if (parsed->has_query()) {
    for (const auto& param : parsed->params()) {
      request.query.emplace_back(param.key, param.value);
    }
  }
  return absl::OkStatus();
}

}  // namespace motcua::http
