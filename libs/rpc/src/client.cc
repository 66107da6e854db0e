#include "motcua/rpc/client.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include <absl/status/statusor.h>
#include <arpa/inet.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/rpc/unary.h"

#include "metadata.h"

namespace motcua::rpc {
namespace {

constexpr int kMaxMessageBytes = 1024 * 1024;
constexpr int kMaxMetadataBytes = 8 * 1024;
constexpr int kKeepaliveMs = 20 * 1000;
constexpr int kKeepaliveTimeoutMs = 5 * 1000;
constexpr int kFirstReconnectMs = 100;
constexpr int kLongestReconnectMs = 2 * 1000;
// gRPC calls this a backoff, but it limits one connection attempt: a stopped peer (SIGSTOP) accepts
// and does not answer.
constexpr int kConnectTimeoutMs = 1000;

// Health: a replica that reports NOT_SERVING under the empty name gets no calls. Retries:
// UNAVAILABLE (AIP-194), and CANCELLED, which gRPC 1.51 returns for calls that reach a server
// during its shutdown; our callers never cancel.
constexpr char kServiceConfig[] = R"({
  "loadBalancingConfig": [{"round_robin": {}}],
  "healthCheckConfig": {"serviceName": ""},
  "methodConfig": [{
    "name": [{}],
    "retryPolicy": {
      "maxAttempts": 3, "initialBackoff": "0.05s", "maxBackoff": "0.5s", "backoffMultiplier": 2,
      "retryableStatusCodes": ["UNAVAILABLE", "CANCELLED"]
    }
  }],
  "retryThrottling": {"maxTokens": 100, "tokenRatio": 0.5}
})";

enum class HostKind { kIpv4, kIpv6, kName, kInvalid };

bool IsPort(std::string_view text) {
  int port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc() && end == text.data() + text.size() && port > 0 && port <= 65535;
}

bool IsName(std::string_view host) {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_';
  });
}

HostKind KindOf(std::string_view target) {
  const std::size_t colon = target.rfind(':');
  if (colon == std::string_view::npos || !IsPort(target.substr(colon + 1))) {
    return HostKind::kInvalid;
  }
  const std::string host(target.substr(0, colon));
  in6_addr address{};
  if (inet_pton(AF_INET, host.c_str(), &address) == 1) {
    return HostKind::kIpv4;
  }
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    return inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), &address) == 1
               ? HostKind::kIpv6
               : HostKind::kInvalid;
  }
  return IsName(host) ? HostKind::kName : HostKind::kInvalid;
}

/// The channel's URI: `ipv4:a:1,b:1`, `ipv6:[a]:1,[b]:1` or `dns:///name:1`. gRPC does not support
/// a list of names: replicas must share one name that resolves to all of them.
absl::StatusOr<std::string> TargetUri(const std::vector<std::string>& targets) {
  std::string joined;
  HostKind kind = HostKind::kInvalid;
  for (const std::string& target : targets) {
    const HostKind this_kind = KindOf(target);
    const bool fits = joined.empty() || (this_kind == kind && kind != HostKind::kName);
    if (this_kind == HostKind::kInvalid || !fits) {
      kind = HostKind::kInvalid;
      break;
    }
    kind = this_kind;
    joined += (joined.empty() ? "" : ",") + target;
  }
  switch (kind) {
    case HostKind::kIpv4:
      return "ipv4:" + joined;
    case HostKind::kIpv6:
      return "ipv6:" + joined;
    case HostKind::kName:
      return "dns:///" + joined;
    case HostKind::kInvalid:
      break;
  }
  return Error(absl::StatusCode::kInvalidArgument, "TARGETS_INVALID",
               "The target must be IPv4 addresses, IPv6 addresses in brackets, or one name, each "
               "with a port.");
}

}  // namespace

absl::Status CheckTargets(const std::vector<std::string>& targets) {
  return TargetUri(targets).status();
}

std::shared_ptr<grpc::Channel> MakeChannel(const std::vector<std::string>& targets) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
  arguments.SetMaxSendMessageSize(kMaxMessageBytes);
  arguments.SetInt(GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadataBytes);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kFirstReconnectMs);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kLongestReconnectMs);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kConnectTimeoutMs);
  arguments.SetServiceConfigJSON(kServiceConfig);
  // Not a valid gRPC scheme, so every call on the channel fails.
  const std::string uri = TargetUri(targets).value_or("invalid-targets:");
  return grpc::CreateCustomChannel(uri, grpc::InsecureChannelCredentials(), arguments);
}

namespace internal {

absl::Status Prepare(grpc::ClientContext& context, const CallContext& call,
                     const std::string& caller, std::chrono::milliseconds limit) {
  const auto now = std::chrono::steady_clock::now();
  const auto left = std::min<std::chrono::steady_clock::duration>(limit, call.deadline - now);
  if (left <= std::chrono::steady_clock::duration::zero()) {
    return DeadlinePassed();
  }
  context.set_deadline(std::chrono::system_clock::now() + left);
  for (const auto& [name, value] :
       {std::pair<const char*, const std::string&>(kCallerMetadata, caller),
        {kIdempotencyKeyMetadata, call.idempotency_key},
        {kTraceparentMetadata, call.traceparent}}) {
    MOTCUA_RETURN_IF_ERROR(CheckMetadata(name, value));
    if (!value.empty()) {
      context.AddMetadata(name, value);
    }
  }
  return absl::OkStatus();
}

absl::Status Conclude(const grpc::Status& status) {
  if (status.error_code() == grpc::StatusCode::CANCELLED) {
    return Error(absl::StatusCode::kUnavailable, "CALL_CUT",
                 "The server stopped during the call; try again.");
  }
  return FromGrpcStatus(status);
}

}  // namespace internal
}  // namespace motcua::rpc
