#include "motcua/rpc/metrics_observer.h"

#include <utility>

#include "motcua/base/error.h"
#include "motcua/trace/trace_context.h"

namespace motcua::rpc {
namespace {

constexpr char kUnary[] = "unary";

bool IsOurBug(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal || code == absl::StatusCode::kUnknown ||
         code == absl::StatusCode::kDataLoss;
}

}  // namespace

MetricsObserver::MetricsObserver(std::string service, metrics::Registry& registry,
                                 log::Logger logger)
    : service_(std::move(service)),
      logger_(std::move(logger)),
      started_(registry.AddCounter("grpc_server_started_total", "Calls received.",
                                   {"grpc_type", "grpc_service", "grpc_method"})),
      handled_(registry.AddCounter("grpc_server_handled_total", "Calls answered, by status code.",
                                   {"grpc_type", "grpc_service", "grpc_method", "grpc_code"})),
      handling_(registry.AddSeconds("grpc_server_handling_seconds",
                                    "Time from arrival to answer, including queueing.",
                                    {"grpc_type", "grpc_service", "grpc_method"})) {}

MetricsObserver::Name MetricsObserver::Split(const std::string& method) const {
  const std::size_t slash = method.find('/');
  return slash == std::string::npos ? Name{service_, method}
                                    : Name{method.substr(0, slash), method.substr(slash + 1)};
}

void MetricsObserver::OnStart(const std::string& method, const CallContext& /*call*/) {
  const Name name = Split(method);
  started_.With({kUnary, name.service, name.method}).Increment();
}

void MetricsObserver::OnCall(const std::string& method, const CallContext& call,
                             const absl::Status& status, std::chrono::steady_clock::duration took) {
  const Name name = Split(method);
  const std::string code = absl::StatusCodeToString(status.code());
  const std::chrono::duration<double> seconds = took;
  handled_.With({kUnary, name.service, name.method, code}).Increment();
  handling_.With({kUnary, name.service, name.method}).Observe(seconds.count());

  const auto context = trace::TraceContext::Parse(call.traceparent);
  const std::string trace_id = context.has_value() ? context->trace_id() : std::string();
  const std::string span_id = context.has_value() ? context->span_id() : std::string();
  const std::string rpc = name.service + "/" + name.method;
  const double duration_ms = seconds.count() * 1000;
  if (IsOurBug(status.code())) {
    logger_.Error("rpc failed", status,
                  {{"rpc", rpc},
                   {"duration_ms", duration_ms},
                   {"caller", call.caller},
                   {"trace_id", trace_id},
                   {"span_id", span_id}});
    return;
  }
  logger_.Info("rpc", {{"rpc", rpc},
                       {"code", code},
                       {"reason", Reason(status)},
                       {"duration_ms", duration_ms},
                       {"caller", call.caller},
                       {"trace_id", trace_id},
                       {"span_id", span_id}});
}

}  // namespace motcua::rpc
