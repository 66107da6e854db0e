#pragma once

#include <chrono>
#include <concepts>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <absl/functional/function_ref.h>
#include <absl/status/status.h>
#include <google/protobuf/message.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include "motcua/base/call_context.h"
#include "motcua/base/guarded.h"
#include "motcua/rpc/call_observer.h"
#include "motcua/rpc/status_conversion.h"
#include "motcua/runtime/executor.h"
#include "motcua/trace/span.h"

namespace motcua::rpc {

/// What all RPC methods of a program share: the executor of their work and the observer of their
/// calls. Must outlive the server.
struct Edge {
  std::string service;  // error domain and metric label, for example `intake`
  runtime::Executor& executor;
  CallObserver& observer;
  /// Creates one server span per call, `intake.FileDossier`; may be null.
  const trace::Tracer* tracer = nullptr;
};

/// Metadata of a call: `motcua-caller`, `idempotency-key`, `traceparent`, and the deadline. A
/// missing or malformed traceparent is replaced by a new trace.
CallContext MakeCallContext(const grpc::CallbackServerContext& context);

namespace internal {

absl::Status Overloaded();
absl::Status DeadlinePassed();
bool Expired(const CallContext& call);

/// One call from its arrival to its answer, observed and answered exactly once, also when the
/// executor drops it during a stop (UNAVAILABLE / STOPPING), because an unanswered call would block
/// the server's stop forever.
class UnaryCall {
 public:
  UnaryCall(grpc::CallbackServerContext& context, const Edge& edge, std::string method);
  ~UnaryCall();
  UnaryCall(const UnaryCall&) = delete;
  UnaryCall& operator=(const UnaryCall&) = delete;

  grpc::ServerUnaryReactor* reactor() const { return reactor_; }
  /// If the metadata or a text of the request is invalid, answers the call and returns false.
  bool Admit(const google::protobuf::Message& request);
  const CallContext& call() const { return call_; }
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
/// status. If the queue is full, the answer is RESOURCE_EXHAUSTED / OVERLOADED at once; a call that
/// waited past its deadline is not started (DEADLINE_EXCEEDED / DEADLINE_PASSED); metadata that is
/// not printable ASCII, or longer than 200 characters, is INVALID_ARGUMENT / METADATA_INVALID, and
/// a text that no field may contain is INVALID_ARGUMENT / TEXT_INVALID (CheckTexts). `fn` fills the
/// response it captured; gRPC keeps request and response alive until Finish.
///
/// `method` is the RPC's name, `FileDossier`; a program that serves several proto services uses
/// `motcua.intake.v1.IntakeService/FileDossier`.
template <std::invocable<const CallContext&> Fn>
grpc::ServerUnaryReactor* HandleUnary(grpc::CallbackServerContext* context, const Edge& edge,
                                      std::string method, const google::protobuf::Message& request,
                                      Fn fn) {
  const auto pending = std::make_shared<internal::UnaryCall>(*context, edge, std::move(method));
  grpc::ServerUnaryReactor* const reactor = pending->reactor();
  if (!pending->Admit(request)) {
    return reactor;
  }
  const bool accepted =
      edge.executor.TrySubmit([pending, fn = std::move(fn)]() mutable { pending->Run(fn); });
  if (!accepted) {
    pending->Answer(internal::Overloaded());
  }
  return reactor;
}

/// Answers a call of HandleUnaryLater, once, from any thread. If destroyed without being called, it
/// answers UNAVAILABLE / STOPPING.
class Answer {
 public:
  explicit Answer(std::shared_ptr<internal::UnaryCall> call) : call_(std::move(call)) {}
  void operator()(const absl::Status& status) { std::exchange(call_, nullptr)->Answer(status); }

 private:
  std::shared_ptr<internal::UnaryCall> call_;
};

/// The same for asynchronous work: `fn(const CallContext&, Answer)` runs immediately on a gRPC
/// thread, so it must not block, and passes the Answer on. If `fn` returns an error, that is the
/// answer, and `fn` must not have used the Answer.
template <std::invocable<const CallContext&, Answer> Fn>
grpc::ServerUnaryReactor* HandleUnaryLater(grpc::CallbackServerContext* context, const Edge& edge,
                                           std::string method,
                                           const google::protobuf::Message& request, const Fn& fn) {
  const auto pending = std::make_shared<internal::UnaryCall>(*context, edge, std::move(method));
  grpc::ServerUnaryReactor* const reactor = pending->reactor();
  if (pending->Admit(request)) {
    const absl::Status refused = RunGuarded([&] { return fn(pending->call(), Answer(pending)); });
    if (!refused.ok()) {
      pending->Answer(refused);
    }
  }
  return reactor;
}

}  // namespace motcua::rpc
