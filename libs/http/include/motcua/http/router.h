#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/status.h>

#include "motcua/http/request.h"
#include "motcua/http/response.h"

namespace motcua::http {

namespace internal {
class Exchange;
}

/// Answers one request, once, from any thread, immediately or later.
///
/// Copyable, so that it fits a std::function; all copies answer the same request. Only the first
/// answer counts. When the last copy goes away unanswered, the client gets 500 (reason
/// HANDLER_DROPPED). An answer after the client hung up or the server stopped is dropped.
/// Thread-safe.
class ResponseCallback {
 public:
  /// For tests of handlers: calls `done` with the first answer, or with a 500 if there is none.
  explicit ResponseCallback(std::function<void(Response)> done);
  explicit ResponseCallback(std::shared_ptr<internal::Exchange> exchange);

  void operator()(Response response) const;

 private:
  std::shared_ptr<internal::Exchange> exchange_;
};

/// Handles one request. Runs on an event loop thread, so it must not block; blocking work must run
/// on another thread, which then answers. The request stays valid until the answer is given or the
/// last copy of the callback is gone, whichever comes first. An exception thrown on the event loop
/// thread becomes 500 (reason EXCEPTION).
using Handler = std::function<void(const Request&, ResponseCallback)>;

/// One row of the route table.
struct Route {
  std::string method;
  /// Segments of literal text or `{name}`, and at the end optionally a custom verb:
  /// `/v1/dossiers`, `/v1/dossiers/{code}/status`, `/v1/dossiers/{code}:withdraw`.
  std::string pattern;
  /// Label of metrics and logs: [a-z0-9_.]+, one per route.
  std::string name;
  Handler handler;
  /// A larger body is refused with 413 before it is read (reliability R5.8).
  std::size_t max_body_bytes = 256 * 1024;
};

/// A typed table of routes. Build it, then pass it to the server; const use is thread-safe.
///
/// A literal segment wins over a `{name}`. A `{name}` matches exactly one segment that is not
/// empty. HEAD uses the GET route unless there is a HEAD route. A path with a trailing slash is a
/// different path.
class Router {
 public:
  /// INVALID_ARGUMENT with reason ROUTE_INVALID (bad pattern, name, method or no handler), or
  /// ALREADY_EXISTS with reason ROUTE_DUPLICATE (same method and shape, or same name).
  absl::Status Add(Route route);

  struct Match {
    /// Null when nothing matched.
    const Route* route = nullptr;
    /// If only other methods match the path: the value of Allow ("GET, HEAD, POST"), sorted.
    std::string allow;
  };
  /// Finds the route of a request with a parsed target, and fills `request.params`.
  Match Find(Request& request) const;

  /// Every route, in the order added: for the contract test that compares them with the protos.
  std::vector<const Route*> routes() const;

 private:
  struct Segment {
    std::string text;
    bool is_param;
  };
  struct Entry {
    Route route;
    std::vector<Segment> segments;
    std::string verb;
  };
  static absl::Status Parse(Entry& entry);
  static bool SameShape(const Entry& a, const Entry& b);
  static bool MoreSpecific(const Entry& a, const Entry& b);
  static bool Matches(const Entry& entry, const Request& request);

  std::vector<std::shared_ptr<const Entry>> added_;
  /// By number of segments; the more specific first.
  std::vector<std::vector<std::shared_ptr<const Entry>>> by_size_;
};

}  // namespace motcua::http
