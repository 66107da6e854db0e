#pragma once

#include <string>

#include <absl/status/status.h>
#include <grpcpp/support/status.h>

namespace motcua::rpc {

/// absl::Status <-> grpc::Status with google.rpc.Status details: ErrorInfo (reason, domain
/// `<service>.motcua`, metadata), BadRequest for a field error, RetryInfo for RESOURCE_EXHAUSTED
/// and UNAVAILABLE. An incoming status without our reason keeps its code and message.
///
/// A document with several faults is INVALID_ARGUMENT with the metadata pair ("faults", number)
/// followed by a pair (field path, sentence) for each. They are sent in order as field violations
/// of BadRequest: at most 100, at most 256 bytes of each path and sentence, 3 KiB in total. The
/// pair ("faults_left_out", number) counts those that did not fit. The receiver gets the same
/// pairs, the two counts first.
///
/// Outgoing INTERNAL, UNKNOWN and DATA_LOSS lose message and metadata, because details belong in
/// the log. Other messages are cut to 512 bytes and metadata beyond 3 KiB is dropped, because a
/// peer rejects an answer whose trailers exceed 8 KiB (R5.1). The receiver gets other metadata
/// sorted by key, with one value per key.
grpc::Status ToGrpcStatus(const absl::Status& status, const std::string& service);
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace motcua::rpc
