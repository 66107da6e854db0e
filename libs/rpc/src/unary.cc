#include "motcua/rpc/unary.h"

#include <string>
#include <string_view>

#include "motcua/base/error.h"
#include "motcua/rpc/request_texts.h"
#include "motcua/trace/trace_context.h"

#include "metadata.h"

namespace motcua::rpc {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;
using SystemTime = std::chrono::system_clock::time_point;

std::string Value(const grpc::CallbackServerContext& context, const char* name) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find(name);
  return found == metadata.end() ? std::string()
                                 : std::string(found->second.data(), found->second.size());
}

/// gRPC gives the deadline by the wall clock; converted so that later waits do not depend on its
/// changes.
SteadyTime ToSteady(SystemTime deadline) {
  if (deadline == SystemTime::max()) {
    return SteadyTime::max();
  }
  const auto left = deadline - std::chrono::system_clock::now();
  const SteadyTime now = std::chrono::steady_clock::now();
  return left > SteadyTime::max() - now ? SteadyTime::max() : now + left;
}

absl::Status Stopping() {
  return Error(absl::StatusCode::kUnavailable, "STOPPING",
               "The program is stopping; try again to reach another replica.");
}

}  // namespace

CallContext MakeCallContext(const grpc::CallbackServerContext& context) {
  CallContext call;
  call.deadline = ToSteady(context.deadline());
  call.caller = Value(context, kCallerMetadata);
  call.idempotency_key = Value(context, kIdempotencyKeyMetadata);
  call.traceparent =
      trace::TraceContext::ParseOrNewRoot(Value(context, kTraceparentMetadata)).ToTraceparent();
  return call;
}

namespace internal {

absl::Status Overloaded() {
  return Error(absl::StatusCode::kResourceExhausted, "OVERLOADED",
               "Too many calls are waiting; try again later.");
}

absl::Status DeadlinePassed() {
  return Error(absl::StatusCode::kDeadlineExceeded, "DEADLINE_PASSED",
               "The deadline passed before the call was started.");
}

bool Expired(const CallContext& call) {
  return std::chrono::steady_clock::now() >= call.deadline;
}

UnaryCall::UnaryCall(grpc::CallbackServerContext& context, const Edge& edge, std::string method)
    : reactor_(context.DefaultReactor()),
      edge_(edge),
      method_(std::move(method)),
      arrived_(std::chrono::steady_clock::now()),
      call_(MakeCallContext(context)) {
  if (edge_.tracer != nullptr) {
    const std::string name = edge_.service + "." + method_.substr(method_.find('/') + 1);
    span_ = edge_.tracer->StartSpan(name, trace::SpanKind::kServer,
                                    trace::TraceContext::Parse(call_.traceparent));
    call_.traceparent = span_->context().ToTraceparent();
  }
  edge_.observer.OnStart(method_, call_);
}

UnaryCall::~UnaryCall() {
  if (!answered_) {
    Answer(Stopping());
  }
}

bool UnaryCall::Admit(const google::protobuf::Message& request) {
  absl::Status status = CheckMetadata(kCallerMetadata, call_.caller);
  if (status.ok()) {
    status = CheckMetadata(kIdempotencyKeyMetadata, call_.idempotency_key);
  }
  if (status.ok()) {
    status = CheckTexts(request);
  }
  if (!status.ok()) {
    Answer(status);
  }
  return status.ok();
}

void UnaryCall::Run(absl::FunctionRef<absl::Status(const CallContext&)> fn) {
  Answer(Expired(call_) ? DeadlinePassed() : RunGuarded([&] { return fn(call_); }));
}

void UnaryCall::Answer(const absl::Status& status) {
  answered_ = true;
  if (span_.has_value()) {
    span_->SetStatus(status);
    span_->End();
  }
  edge_.observer.OnCall(method_, call_, status, std::chrono::steady_clock::now() - arrived_);
  const grpc::Status answer = ToGrpcStatus(status, edge_.service);
  // Must be last: after it the server, and with it the edge, may be destroyed.
  reactor_->Finish(answer);
}

}  // namespace internal
}  // namespace motcua::rpc
