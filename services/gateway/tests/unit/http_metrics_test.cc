#include "app/http_metrics.h"

#include <gtest/gtest.h>

namespace motcua::gateway {
namespace {

using namespace std::chrono_literals;

struct HttpMetricsTest : ::testing::Test {
  HttpMetricsTest() {
    http::Router router;
    EXPECT_TRUE(router
                    .Add({.method = "GET",
                          .pattern = "/a",
                          .name = "a",
                          .handler = [](const http::Request&, const http::ResponseCallback&) {}})
                    .ok());
    counts.AddRoutes(router);
  }
  void Serve(std::string_view route, std::string_view method, int status) {
    counts.Count({.route = route,
                  .method = method,
                  .status = status,
                  .duration = 2ms,
                  .request_body_bytes = 0,
                  .response_body_bytes = 0});
  }
  bool Shows(const std::string& line) const {
    return registry.Render().find(line + "\n") != std::string::npos;
  }
  metrics::Registry registry;
  HttpMetrics counts{registry};
};

TEST_F(HttpMetricsTest, EachSeriesIsCountedApart) {
  for (int i = 0; i < 3; ++i) {
    Serve("a", "GET", 200);
  }
  Serve("a", "GET", 404);
  Serve("a", "HEAD", 200);
  Serve("unmatched", "OTHER", 404);
  EXPECT_TRUE(Shows(R"(http_server_requests_total{code="200",method="GET",route="a"} 3)"));
  EXPECT_TRUE(Shows(R"(http_server_requests_total{code="404",method="GET",route="a"} 1)"));
  EXPECT_TRUE(Shows(R"(http_server_requests_total{code="200",method="HEAD",route="a"} 1)"));
  EXPECT_TRUE(Shows(R"(http_server_requests_total{code="404",method="OTHER",route="unmatched"} 1)"))
      << registry.Render();
  EXPECT_TRUE(Shows(R"(http_server_request_duration_seconds_count{route="a"} 5)"));
  EXPECT_TRUE(Shows(R"(http_server_request_duration_seconds_count{route="unmatched"} 1)"));
}

}  // namespace
}  // namespace motcua::gateway
