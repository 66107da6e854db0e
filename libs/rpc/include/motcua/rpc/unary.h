#pragma once

#include <chrono>
#include <concepts>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <absl/functional/function_ref.h>
#include <absl/status/status.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include "motcua/base/call_context.h"
#include "motcua/rpc/call_observer.h"
#include "motcua/rpc/status_conversion.h"
#include "motcua/runtime/executor.h"
#include "motcua/trace/span.h"

namespace motcua::rpc {

/// What every RPC method of a program shares: where its work runs and who counts it. Outlives the
/// server.
struct Edge {
  std::string service;  // error domain and metric label, for example `intake`
  runtime::Executor& executor;
  CallObserver& observer;
  /// Makes one server span per call, `intake.FileDossier`; none without it.
  const trace::Tracer* tracer = nullptr;
};

/// Metadata of a call: `motcua-caller`, `idempotency-key`, `traceparent`, and the deadline. A
/// missing or malformed traceparent is replaced by a new trace.
CallContext MakeCallContext(const grpc::CallbackServerContext& context);

namespace internal {

/// Runs `fn` and turns an exception into INTERNAL / EXCEPTION. The one place that catches all.
absl::Status RunGuarded(absl::FunctionRef<absl::Status()> fn);
absl::Status Overloaded();
absl::Status DeadlinePassed();
bool Expired(const CallContext& call);

/// One call from its arrival to its answer, observed and answered exactly once: also when the
/// executor drops it at a stop (UNAVAILABLE / STOPPING), because a call never answered would hold
/// the server's stop for ever.
class UnaryCall {
 public:
  UnaryCall(grpc::CallbackServerContext& context, const Edge& edge, std::string method);
  ~UnaryCall();
  UnaryCall(const UnaryCall&) = delete;
  UnaryCall& operator=(const UnaryCall&) = delete;

  grpc::ServerUnaryReactor* reactor() const { return reactor_; }
  /// False, and answered, when the metadata cannot be what a caller means.
  bool Admit();
  void Run(absl::FunctionRef<absl::Status(const CallContext&)> fn);
  void Answer(const absl::Status& status);

 private:
  grpc::ServerUnaryReactor* const reactor_;
  const Edge& edge_;
  const std::string method_;
  const std::chrono::steady_clock::time_point arrived_;
  CallContext call_;
  std::optional<trace::Span> span_;
  bool answered_ = false;
};

}  // namespace internal

/// Runs `fn(const CallContext&) -> absl::Status` on the executor and finishes the call with its
/// status. A full queue answers RESOURCE_EXHAUSTED / OVERLOADED at once; a call that waited past
/// its deadline is not started (DEADLINE_EXCEEDED / DEADLINE_PASSED); metadata that is not
/// printable ASCII, or longer than 200 characters, is INVALID_ARGUMENT / METADATA_INVALID. `fn`
/// fills the response it captured; gRPC keeps request and response alive until Finish.
///
/// `method` is the RPC's own name, `FileDossier`; a program that serves several proto services
/// writes `motcua.intake.v1.IntakeService/FileDossier`.
template <std::invocable<const CallContext&> Fn>
grpc::ServerUnaryReactor* HandleUnary(grpc::CallbackServerContext* context, const Edge& edge,
                                      std::string method, Fn fn) {
  const auto pending = std::make_shared<internal::UnaryCall>(*context, edge, std::move(method));
  grpc::ServerUnaryReactor* const reactor = pending->reactor();
  if (!pending->Admit()) {
    return reactor;
  }
  const bool accepted =
      edge.executor.TrySubmit([pending, fn = std::move(fn)]() mutable { pending->Run(fn); });
  if (!accepted) {
    pending->Answer(internal::Overloaded());
  }
  return reactor;
}

}  // namespace motcua::rpc
