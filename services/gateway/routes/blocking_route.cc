#include "routes/blocking_route.h"

#include <utility>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/trace/trace_context.h"

#include "errors/error_body.h"
#include "routes/request_text.h"

namespace motcua::gateway {

CallContext MakeCallContext(const http::Request& request, std::chrono::milliseconds limit) {
  CallContext call;
  call.deadline = std::chrono::steady_clock::now() + limit;
  call.idempotency_key = request.headers.Get("Idempotency-Key");
  const auto sent = trace::TraceContext::ParseOrNewRoot(request.headers.Get("traceparent"));
  call.traceparent = sent.NewChild().ToTraceparent();
  return call;
}

void AnswerOnExecutor(runtime::Executor& executor, std::chrono::milliseconds limit,
                      const http::Request& request, const http::ResponseCallback& respond,
                      BlockingHandler handler) {
  const CallContext call = MakeCallContext(request, limit);
  const bool taken = executor.TrySubmit([call, &request, respond, handler = std::move(handler)] {
    absl::StatusOr<http::Response> response = handler(call, request);
    respond(response.ok() ? *std::move(response) : ErrorResponse(response.status()));
  });
  if (!taken) {
    respond(ErrorResponse(Error(absl::StatusCode::kResourceExhausted, "OVERLOADED",
                                "too many requests are waiting")));
  }
}

http::Handler OnExecutor(runtime::Executor& executor, std::chrono::milliseconds limit,
                         BlockingHandler handler) {
  return [&executor, limit, handler = std::move(handler)](const http::Request& request,
                                                          const http::ResponseCallback& respond) {
    AnswerOnExecutor(executor, limit, request, respond,
                     [&handler](const CallContext& call,
                                const http::Request& asked) -> absl::StatusOr<http::Response> {
                       MOTCUA_RETURN_IF_ERROR(CheckText(asked));
                       return handler(call, asked);
                     });
  };
}

}  // namespace motcua::gateway
