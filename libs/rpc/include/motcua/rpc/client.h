#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <absl/status/status.h>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include "motcua/base/call_context.h"
#include "motcua/rpc/status_conversion.h"

namespace motcua::rpc {

/// OK if `MakeChannel` can reach these targets: one or more IPv4 addresses, one or more IPv6
/// addresses in brackets, or exactly one name (`intake.motcua.svc:9000`), each with a port.
/// INVALID_ARGUMENT / TARGETS_INVALID otherwise. For checking the configuration at start.
absl::Status CheckTargets(const std::vector<std::string>& targets);

/// A channel to all replicas of a program (`host:port` each), round robin, with keep-alive, message
/// limits (1 MiB) and quick reconnection. Thread-safe; share one per target program.
///
/// A replica that is not ready by grpc.health.v1 gets no calls, so calls move away from a draining
/// replica before it closes. UNAVAILABLE, and calls cut off by a stopping server, are retried up to
/// twice with backoff, within the call's deadline, and not while most calls fail; a retry is safe
/// because every command has an idempotency key. Connects at the first call. With targets that
/// `CheckTargets` refuses, every call on the channel fails.
std::shared_ptr<grpc::Channel> MakeChannel(const std::vector<std::string>& targets);

namespace internal {
/// Sets the deadline to the earlier of `limit` and the caller's deadline, and passes on caller, key
/// and trace context. DEADLINE_EXCEEDED / DEADLINE_PASSED when no time is left; INVALID_ARGUMENT /
/// METADATA_INVALID for a key that is not valid in a header.
absl::Status Prepare(grpc::ClientContext& context, const CallContext& call,
                     const std::string& caller, std::chrono::milliseconds limit);
/// Like FromGrpcStatus, but CANCELLED, which only the peer can have caused, becomes UNAVAILABLE /
/// CALL_CUT.
absl::Status Conclude(const grpc::Status& status);
}  // namespace internal

/// One unary call, always with a deadline. `caller` names the calling program; the callee sees it
/// as CallContext::caller.
///
///   rpc::Call(call, "gateway", 500ms, [&](grpc::ClientContext* context) {
///     return stub->GetStatus(context, request, &response);
///   });
template <typename Fn>
absl::Status Call(const CallContext& call, const std::string& caller,
                  std::chrono::milliseconds limit, Fn fn) {
  grpc::ClientContext context;
  if (absl::Status status = internal::Prepare(context, call, caller, limit); !status.ok()) {
    return status;
  }
  return internal::Conclude(fn(&context));
}

}  // namespace motcua::rpc
