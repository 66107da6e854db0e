#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <map>
#include <string>

#include "motcua/http/router.h"
#include "motcua/http/server.h"
#include "motcua/metrics/registry.h"

namespace motcua::gateway {

/// Counts the requests that the HTTP server has answered. Thread-safe once the routes are added.
///
/// A series is looked up by its labels once and kept, because each look-up by prometheus-cpp makes
/// a whole histogram only to discard it (measured: about 1 us of the 19 of a status look-up).
class HttpMetrics {
 public:
  explicit HttpMetrics(metrics::Registry& registry);

  void AddRoutes(const http::Router& router);
  void Count(const http::Served& served);

 private:
  struct Route {
    std::string method;
    metrics::Histogram* seconds;
    /// By status from 100 on, for the route's own method; null until it is first used.
    std::array<std::atomic<metrics::Counter*>, 500> requests{};
  };
  metrics::Counter& Requests(Route* route, const http::Served& served) const;

  metrics::Family<metrics::Counter> requests_;
  metrics::Family<metrics::Histogram> seconds_;
  std::map<std::string, Route, std::less<>> routes_;
};

}  // namespace motcua::gateway
