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
/// INVALID_ARGUMENT / TARGETS_INVALID otherwise. For the check of a configuration at start.
absl::Status CheckTargets(const std::vector<std::string>& targets);

/// A channel to all replicas of a program (`host:port` each), round robin, with keep-alive, message
/// limits (1 MiB) and quick reconnection. Thread-safe; share one per target program.
///
/// A replica that is not ready by grpc.health.v1 gets no calls, so a draining one is left before it
/// closes. UNAVAILABLE, and a call that a stopping server cut off, are tried again up to twice with
/// backoff, within the call's deadline, and not while most calls fail; every command carries an
/// idempotency key, so a repetition changes nothing. Connects at the first call. Targets that
/// `CheckTargets` refuses give a channel on which every call fails.
std::shared_ptr<grpc::Channel> MakeChannel(const std::vector<std::string>& targets);

namespace internal {
/// Sets the smaller of `limit` and the caller's deadline, and passes caller, key and trace context
/// on. DEADLINE_EXCEEDED / DEADLINE_PASSED when nothing is left of it; INVALID_ARGUMENT /
/// METADATA_INVALID for a key that a header cannot carry.
absl::Status Prepare(grpc::ClientContext& context, const CallContext& call,
                     const std::string& caller, std::chrono::milliseconds limit);
/// FromGrpcStatus, but CANCELLED, which only the peer can have caused, is UNAVAILABLE / CALL_CUT.
absl::Status Conclude(const grpc::Status& status);
}  // namespace internal

/// One unary call. There is no way to call without a deadline. `caller` names the calling program;
/// it is what the callee sees as CallContext::caller.
///
///   rpc::Call(call, "gateway", 500ms, [&](grpc::ClientContext* c) { return stub->GetStatus(c,
///   request, &response); });
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
