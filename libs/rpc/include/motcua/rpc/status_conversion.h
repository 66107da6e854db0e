#pragma once

#include <string>

#include <absl/status/status.h>
#include <grpcpp/support/status.h>

namespace motcua::rpc {

/// absl::Status <-> grpc::Status with google.rpc.Status details: ErrorInfo (reason, domain
/// `<service>.motcua`, metadata), BadRequest for a field error, RetryInfo for RESOURCE_EXHAUSTED
/// and UNAVAILABLE. A status without our reason keeps its code and message on the way in.
///
/// A document with many faults is INVALID_ARGUMENT whose metadata is the pair ("faults", how many)
/// and then a pair (field path, sentence) for each. They travel as field violations of BadRequest
/// in their order: the first 100 at most, at most 256 bytes of each path and sentence, 3 KiB in
/// all. The pair ("faults_left_out", how many) says what did not fit. They come back as the same
/// pairs, those two counts first.
///
/// On the way out INTERNAL, UNKNOWN and DATA_LOSS lose message and metadata: details belong to the
/// log. Other messages are cut to 512 bytes and metadata that would exceed 3 KiB is left out,
/// because a peer drops the whole answer when its trailers pass 8 KiB (R5.1). Metadata that is no
/// fault comes back sorted by key, one value per key.
grpc::Status ToGrpcStatus(const absl::Status& status, const std::string& service);
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace motcua::rpc
