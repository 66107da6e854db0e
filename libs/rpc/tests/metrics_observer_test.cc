#include "motcua/rpc/metrics_observer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "motcua/base/error.h"
#include "motcua/log/capture.h"

namespace motcua::rpc {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

struct MetricsObserverTest : ::testing::Test {
  CallContext Context() const {
    CallContext call;
    call.caller = "gateway";
    call.idempotency_key = "secret-canary";
    call.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    return call;
  }
  metrics::Registry registry;
  log::Capture captured;
  MetricsObserver observer{"intake", registry, captured.logger()};
};

TEST_F(MetricsObserverTest, CountsUnderTheDeFactoNames) {
  observer.OnStart("FileDossier", Context());
  observer.OnStart("FileDossier", Context());
  observer.OnCall("FileDossier", Context(), absl::OkStatus(), 3ms);
  observer.OnCall("FileDossier", Context(), Error(absl::StatusCode::kNotFound, "A", "a"), 2s);
  const std::string text = registry.Render();
  constexpr char kLabels[] = R"(grpc_method="FileDossier",grpc_service="intake",grpc_type="unary")";
  EXPECT_THAT(text, HasSubstr(std::string("grpc_server_started_total{") + kLabels + "} 2"));
  EXPECT_THAT(text, HasSubstr(std::string(R"(grpc_server_handled_total{grpc_code="OK",)") +
                              kLabels + "} 1"));
  EXPECT_THAT(text, HasSubstr(std::string(R"(grpc_server_handled_total{grpc_code="NOT_FOUND",)") +
                              kLabels + "} 1"));
  EXPECT_THAT(text,
              HasSubstr(std::string("grpc_server_handling_seconds_count{") + kLabels + "} 2"));
}

TEST_F(MetricsObserverTest, AFullMethodNameGivesItsOwnService) {
  observer.OnCall("motcua.intake.v1.IntakeService/FileDossier", Context(), absl::OkStatus(), 3ms);
  EXPECT_THAT(registry.Render(), HasSubstr(R"(grpc_service="motcua.intake.v1.IntakeService")"));
}

TEST_F(MetricsObserverTest, WritesOneLineWithoutTheMessage) {
  observer.OnCall("FileDossier", Context(),
                  Error(absl::StatusCode::kNotFound, "DOSSIER_UNKNOWN", "secret-canary"), 3ms);
  ASSERT_EQ(captured.lines().size(), 1U);
  EXPECT_EQ(captured.Count("rpc"), 1);
  const std::string line = captured.lines().front();
  EXPECT_THAT(line, HasSubstr(R"("rpc":"intake/FileDossier")"));
  EXPECT_THAT(line, HasSubstr(R"("code":"NOT_FOUND")"));
  EXPECT_THAT(line, HasSubstr(R"("reason":"DOSSIER_UNKNOWN")"));
  EXPECT_THAT(line, HasSubstr(R"("trace_id":"0af7651916cd43dd8448eb211c80319c")"));
  EXPECT_THAT(line, HasSubstr(R"("caller":"gateway")"));
  EXPECT_THAT(line, Not(HasSubstr("secret-canary")));
}

TEST_F(MetricsObserverTest, OurOwnBugIsAnErrorWithItsMessage) {
  observer.OnCall("FileDossier", Context(),
                  Error(absl::StatusCode::kInternal, "EXCEPTION", "vector::at"), 3ms);
  EXPECT_EQ(captured.Count("rpc failed"), 1);
  EXPECT_THAT(captured.lines().front(), HasSubstr("vector::at"));
  EXPECT_THAT(captured.lines().front(), HasSubstr(R"("level":"error")"));
}

}  // namespace
}  // namespace motcua::rpc
