#pragma once

#include <string>

#include <absl/status/status.h>
#include <grpcpp/support/status.h>

namespace motcua::rpc {

/// absl::Status <-> grpc::Status with google.rpc.Status details: ErrorInfo (reason, domain
/// `<service>.motcua`, metadata), BadRequest for a field error, RetryInfo for RESOURCE_EXHAUSTED
/// and UNAVAILABLE. INTERNAL loses its message on the way out: details belong to the log. A status
/// without our reason keeps its code and message on the way in.
grpc::Status ToGrpcStatus(const absl::Status& status, const std::string& service);
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace motcua::rpc
