#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include "motcua/base/call_context.h"
#include "motcua/rpc/status_conversion.h"

namespace motcua::rpc {

/// A channel to all replicas of a program (`host:port` each), round robin, with keep-alive, message
/// limits (1 MiB) and quick reconnection. Thread-safe; share one per target program.
std::shared_ptr<grpc::Channel> MakeChannel(const std::vector<std::string>& targets);

namespace internal {
/// Sets the smaller of `limit` and the caller's deadline, and passes caller, key and trace context
/// on.
void Prepare(grpc::ClientContext& context, const CallContext& call, const std::string& caller,
             std::chrono::milliseconds limit);
}  // namespace internal

/// One unary call. There is no way to call without a deadline.
///
///   rpc::Call(call, "gateway", 500ms, [&](grpc::ClientContext* c) { return stub->GetStatus(c,
///   request, &response); });
template <typename Fn>
absl::Status Call(const CallContext& call, const std::string& caller,
                  std::chrono::milliseconds limit, Fn fn) {
  grpc::ClientContext context;
  internal::Prepare(context, call, caller, limit);
  return FromGrpcStatus(fn(&context));
}

}  // namespace motcua::rpc
