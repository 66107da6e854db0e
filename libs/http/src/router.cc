#include "motcua/http/router.h"

#include <algorithm>
#include <utility>

#include "motcua/base/error.h"

namespace motcua::http {
namespace {

constexpr std::string_view kLower = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kUpper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

bool OnlyOf(std::string_view text, std::initializer_list<std::string_view> alphabets) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return std::any_of(alphabets.begin(), alphabets.end(), [&](std::string_view alphabet) {
      return alphabet.find(c) != std::string_view::npos;
    });
  });
}

absl::Status Invalid(const Route& route, std::string_view message) {
  return Error(absl::StatusCode::kInvalidArgument, "ROUTE_INVALID", message,
               {{"route", route.name}, {"pattern", route.pattern}});
}

}  // namespace

absl::Status Router::Parse(Entry& entry) {
  const Route& route = entry.route;
  if (!OnlyOf(route.name, {kLower, "0123456789_."})) {
    return Invalid(route, "A route's name must consist of a-z, 0-9, '_' and '.'.");
  }
  if (!OnlyOf(route.method, {kUpper}) || route.handler == nullptr) {
    return Invalid(route, "A route needs an upper-case method and a handler.");
  }
  std::string_view rest = route.pattern;
  if (!rest.starts_with('/')) {
    return Invalid(route, "A pattern must start with '/'.");
  }
  if (const std::size_t colon = rest.rfind(':'); colon != std::string_view::npos) {
    entry.verb = rest.substr(colon + 1);
    rest = rest.substr(0, colon);
    if (!OnlyOf(entry.verb, {kLower, kUpper})) {
      return Invalid(route, "A custom verb must consist of letters and end the pattern.");
    }
  }
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const std::string_view text = rest.substr(0, rest.find('/'));
    rest.remove_prefix(text.size());
    if (text.starts_with('{') && text.ends_with('}')) {
      const std::string_view name = text.substr(1, text.size() - 2);
      const bool taken = std::any_of(
          entry.segments.begin(), entry.segments.end(),
          [&](const Segment& segment) { return segment.is_param && segment.text == name; });
      if (!OnlyOf(name, {kLower, "0123456789_"}) || taken) {
        return Invalid(route, "A parameter needs a unique name of a-z, 0-9 and '_'.");
      }
      entry.segments.push_back({std::string(name), true});
    } else if (OnlyOf(text, {kLower, kUpper, "0123456789-._~"}) ||
               (text.empty() && route.pattern == "/")) {
      entry.segments.push_back({std::string(text), false});
    } else {
      return Invalid(route, "A segment must be unreserved text or {name}.");
    }
  }
  return absl::OkStatus();
}

bool Router::SameShape(const Entry& a, const Entry& b) {
  return a.verb == b.verb && std::equal(a.segments.begin(), a.segments.end(), b.segments.begin(),
                                        b.segments.end(), [](const Segment& x, const Segment& y) {
                                          return x.is_param == y.is_param &&
                                                 (x.is_param || x.text == y.text);
                                        });
}

bool Router::MoreSpecific(const Entry& a, const Entry& b) {
  return std::lexicographical_compare(
      a.segments.begin(), a.segments.end(), b.segments.begin(), b.segments.end(),
      [](const Segment& x, const Segment& y) { return !x.is_param && y.is_param; });
}

bool Router::Matches(const Entry& entry, const Request& request) {
  return entry.verb == request.verb &&
         std::equal(entry.segments.begin(), entry.segments.end(), request.segments.begin(),
                    [](const Segment& pattern, const std::string& text) {
                      return pattern.is_param ? !text.empty() : pattern.text == text;
                    });
}

absl::Status Router::Add(Route route) {
  auto entry = std::make_shared<Entry>();
  entry->route = std::move(route);
  if (absl::Status status = Parse(*entry); !status.ok()) {
    return status;
  }
  for (const auto& other : added_) {
    if (other->route.name == entry->route.name ||
        (other->route.method == entry->route.method && SameShape(*other, *entry))) {
      return Error(absl::StatusCode::kAlreadyExists, "ROUTE_DUPLICATE",
                   "Two routes share a name, or a method and a path.",
                   {{"route", entry->route.name}, {"other", other->route.name}});
    }
  }
  const std::size_t size = entry->segments.size();
  if (by_size_.size() <= size) {
    by_size_.resize(size + 1);
  }
  auto& row = by_size_[size];
  row.insert(
      std::find_if(row.begin(), row.end(), [&](const auto& e) { return MoreSpecific(*entry, *e); }),
      entry);
  added_.push_back(std::move(entry));
  return absl::OkStatus();
}

Router::Match Router::Find(Request& request) const {
  request.params.clear();
  const Entry* found = nullptr;
  const Entry* shape = nullptr;
  const std::size_t size = request.segments.size();
  if (size < by_size_.size()) {
    for (const auto& entry : by_size_[size]) {
      // Once a shape matches, a less specific one is a different resource: GET /a/{b} doesn't
      // answer for POST-only /a/special.
      if (shape != nullptr ? !SameShape(*shape, *entry) : !Matches(*entry, request)) {
        continue;
      }
      shape = entry.get();
      if (entry->route.method == request.method) {
        found = entry.get();
        break;
      }
      if (request.method == "HEAD" && entry->route.method == "GET") {
        found = entry.get();  // unless there is a HEAD route
      }
    }
  }
  Match match;
  if (found != nullptr) {
    for (std::size_t i = 0; i < size; ++i) {
      if (found->segments[i].is_param) {
        request.params.emplace_back(found->segments[i].text, request.segments[i]);
      }
    }
    match.route = &found->route;
    return match;
  }
  if (shape == nullptr) {
    return match;
  }
  std::vector<std::string_view> methods;
  for (const auto& entry : by_size_[size]) {
    if (SameShape(*shape, *entry)) {
      methods.push_back(entry->route.method);
      if (entry->route.method == "GET") {
        methods.push_back("HEAD");
      }
    }
  }
  std::sort(methods.begin(), methods.end());
  methods.erase(std::unique(methods.begin(), methods.end()), methods.end());
  for (const std::string_view method : methods) {
    match.allow.append(match.allow.empty() ? "" : ", ").append(method);
  }
  return match;
}

std::vector<const Route*> Router::routes() const {
  std::vector<const Route*> routes;
  for (const auto& entry : added_) {
    routes.push_back(&entry->route);
  }
  return routes;
}

}  // namespace motcua::http
