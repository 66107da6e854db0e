#include "motcua/http/request.h"

#include <algorithm>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "motcua/base/error.h"

namespace motcua::http {
namespace {

namespace urls = boost::urls;

absl::Status Invalid() {
  return Error(absl::StatusCode::kInvalidArgument, "TARGET_INVALID",
               "The request target is not a valid path and query.");
}

void Decode(std::string_view encoded, std::string& text) {
  if (encoded.find('%') == std::string_view::npos) {
    text.assign(encoded);
    return;
  }
  // Cannot fail: the parser has checked every escape.
  urls::pct_string_view(encoded.data(), encoded.size())
      .decode({}, urls::string_token::assign_to(text));
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
  const std::string_view target = request.target;
  const auto parsed = request.target.starts_with('/') ? urls::parse_origin_form(target)
                                                      : urls::parse_absolute_uri(target);
  if (!parsed || (!request.target.starts_with('/') && !parsed->has_authority())) {
    return Invalid();
  }
  request.query.clear();

  // Split first, then decode: %2F and %3A are text, '/' and ':' are separators.
  std::string_view path(parsed->encoded_path().data(), parsed->encoded_path().size());
  if (path.starts_with('/')) {
    path.remove_prefix(1);
  }
  request.verb.clear();
  if (const std::size_t end = path.find_last_of(":/");
      end != std::string_view::npos && path[end] == ':') {
    Decode(path.substr(end + 1), request.verb);
    path = path.substr(0, end);
  }
  // Reuses the strings of the previous request, which saves their allocation.
  std::size_t count = 0;
  for (bool more = true; more; ++count) {
    const std::size_t slash = path.find('/');
    more = slash != std::string_view::npos;
    if (count == request.segments.size()) {
      request.segments.emplace_back();
    }
    Decode(path.substr(0, slash), request.segments[count]);
    path.remove_prefix(more ? slash + 1 : path.size());
  }
  request.segments.resize(count);
  if (parsed->has_query()) {
    for (const auto& param : parsed->params()) {
      request.query.emplace_back(param.key, param.value);
    }
  }
  return absl::OkStatus();
}

}  // namespace motcua::http
