#include "app/http_metrics.h"

#include <chrono>
#include <cstddef>

namespace motcua::gateway {

HttpMetrics::HttpMetrics(metrics::Registry& registry)
    : requests_(registry.AddCounter("http_server_requests_total", "Requests served.",
                                    {"route", "method", "code"})),
      seconds_(registry.AddSeconds("http_server_request_duration_seconds", "Time to answer.",
                                   {"route"})) {}

void HttpMetrics::AddRoutes(const http::Router& router) {
  for (const http::Route* added : router.routes()) {
    Route& route = routes_[added->name];
    route.method = added->method;
    route.seconds = &seconds_.With({added->name});
  }
}

void HttpMetrics::Count(const http::Served& served) {
  const auto found = routes_.find(served.route);
  Route* const route = found == routes_.end() ? nullptr : &found->second;
  metrics::Histogram& seconds = route != nullptr ? *route->seconds : seconds_.With({served.route});
  Requests(route, served).Increment();
  seconds.Observe(std::chrono::duration<double>(served.duration).count());
}

metrics::Counter& HttpMetrics::Requests(Route* route, const http::Served& served) const {
  const auto look_up = [&]() -> metrics::Counter& {
    return requests_.With({served.route, served.method, std::to_string(served.status)});
  };
  const auto at = static_cast<std::size_t>(served.status - 100);
  if (route == nullptr || served.method != route->method || at >= route->requests.size()) {
    return look_up();
  }
  std::atomic<metrics::Counter*>& kept = route->requests[at];
  metrics::Counter* counter = kept.load(std::memory_order_acquire);
  if (counter == nullptr) {
    counter = &look_up();  // the same one, even if another thread looks it up now
    kept.store(counter, std::memory_order_release);
  }
  return *counter;
}

}  // namespace motcua::gateway
