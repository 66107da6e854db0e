#pragma once

#include <string>

#include "motcua/log/logger.h"
#include "motcua/metrics/registry.h"
#include "motcua/rpc/call_observer.h"

namespace motcua::rpc {

/// Counts calls under the de facto names and writes one log line for each.
///
/// Metrics: `grpc_server_started_total{grpc_type,grpc_service,grpc_method}`,
/// `grpc_server_handled_total{...,grpc_code}` (code names as in logs: `INVALID_ARGUMENT`),
/// `grpc_server_handling_seconds{grpc_type,grpc_service,grpc_method}`. Log: info `rpc`; INTERNAL,
/// UNKNOWN and DATA_LOSS are error `rpc failed` with the message, which the caller does not get.
/// Fields: rpc, code, reason, duration_ms, caller, trace_id, span_id. Requests and responses are
/// never logged. Thread-safe; the registry must outlive it.
class MetricsObserver final : public CallObserver {
 public:
  /// `service` is the label for methods given without a `<service>/` in front.
  MetricsObserver(std::string service, metrics::Registry& registry, log::Logger logger);

  void OnStart(const std::string& method, const CallContext& call) override;
  void OnCall(const std::string& method, const CallContext& call, const absl::Status& status,
              std::chrono::steady_clock::duration took) override;

 private:
  struct Name {
    std::string service;
    std::string method;
  };
  Name Split(const std::string& method) const;

  const std::string service_;
  const log::Logger logger_;
  const metrics::Family<metrics::Counter> started_;
  const metrics::Family<metrics::Counter> handled_;
  const metrics::Family<metrics::Histogram> handling_;
};

}  // namespace motcua::rpc
