#pragma once

#include <concepts>
#include <functional>
#include <string>
#include <utility>

#include <grpcpp/support/server_callback.h>

#include "motcua/base/call_context.h"
#include "motcua/rpc/call_observer.h"
#include "motcua/rpc/status_conversion.h"
#include "motcua/runtime/executor.h"

namespace motcua::rpc {

/// What every RPC method of a program shares: where its work runs and who counts it.
struct Edge {
  std::string service;  // error domain and metric label, for example `intake`
  runtime::Executor& executor;
  CallObserver& observer;
};

/// Metadata of a call: `motcua-caller`, `idempotency-key`, `traceparent`, and the deadline.
CallContext MakeCallContext(const grpc::CallbackServerContext& context);

namespace internal {
/// Runs `fn`, turns an exception into INTERNAL (the one place that catches), counts and logs the
/// call.
absl::Status RunGuarded(const Edge& edge, const std::string& method, const CallContext& call,
                        const std::function<absl::Status()>& fn);
absl::Status Overloaded();
absl::Status DeadlinePassed();
bool Expired(const CallContext& call);
}  // namespace internal

/// Runs `fn(const CallContext&) -> absl::Status` on the executor and finishes the call with its
/// status. A full queue answers RESOURCE_EXHAUSTED / OVERLOADED at once; a call that waited past
/// its deadline is not started. `fn` fills the response it captured; gRPC keeps request and
/// response alive until Finish.
template <std::invocable<const CallContext&> Fn>
grpc::ServerUnaryReactor* HandleUnary(grpc::CallbackServerContext* context, const Edge& edge,
                                      std::string method, Fn fn) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const CallContext call = MakeCallContext(*context);
  const bool accepted =
      edge.executor.TrySubmit([reactor, call, &edge, method, fn = std::move(fn)]() mutable {
        const absl::Status status =
            internal::Expired(call)
                ? internal::DeadlinePassed()
                : internal::RunGuarded(edge, method, call, [&] { return fn(call); });
        reactor->Finish(ToGrpcStatus(status, edge.service));
      });
  if (!accepted) {
    reactor->Finish(ToGrpcStatus(internal::Overloaded(), edge.service));
  }
  return reactor;
}

}  // namespace motcua::rpc
