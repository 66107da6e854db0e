#include "routes/blocking_route.h"

#include <utility>

#include <absl/strings/ascii.h>

#include "motcua/base/error.h"
#include "motcua/base/guarded.h"
#include "motcua/base/status_macros.h"
#include "motcua/trace/trace_context.h"

#include "errors/error_body.h"
#include "routes/request_text.h"

namespace motcua::gateway {

namespace {

/// The last address was added by our proxy; those before it are what the client claims.
std::string ClientAddress(const RestEdge& edge, const http::Request& request) {
  if (!edge.behind_proxy) {
    return request.peer;
  }
  const std::string_view forwarded = request.headers.Get("X-Forwarded-For");
  std::string last(forwarded.substr(forwarded.rfind(',') + 1));
  absl::StripAsciiWhitespace(&last);
  return last.empty() ? request.peer : last;
}

}  // namespace

CallContext MakeCallContext(const RestEdge& edge, const http::Request& request,
                            std::chrono::milliseconds limit) {
  CallContext call;
  const auto portal = edge.credentials.Authenticate(request.headers.Get("Authorization"));
  call.caller = portal.ok() ? "portal:" + *portal : "address:" + ClientAddress(edge, request);
  call.deadline = std::chrono::steady_clock::now() + limit;
  call.idempotency_key = request.headers.Get("Idempotency-Key");
  const auto sent = trace::TraceContext::ParseOrNewRoot(request.headers.Get("traceparent"));
  call.traceparent = sent.NewChild().ToTraceparent();
  return call;
}

http::Response Refuse(const RestEdge& edge, const absl::Status& status,
                      const std::string& traceparent) {
  http::Response response = ErrorResponse(status);
  if (IsForTheLog(status)) {
    const auto trace = trace::TraceContext::Parse(traceparent);
    edge.logger.Warn("request failed", status,
                     {{"http_status", response.status},
                      {"trace_id", trace.has_value() ? trace->trace_id() : std::string()}});
  }
  return response;
}

void AnswerGuarded(const RestEdge& edge, const http::ResponseCallback& respond,
                   absl::FunctionRef<void()> fn) {
  const absl::Status ran = RunGuarded([&] {
    fn();
    return absl::OkStatus();
  });
  if (!ran.ok()) {
    respond(Refuse(edge, ran, ""));
  }
}

void AnswerOnExecutor(const RestEdge& edge, std::chrono::milliseconds limit,
                      const http::Request& request, const http::ResponseCallback& respond,
                      BlockingHandler handler) {
  const CallContext call = MakeCallContext(edge, request, limit);
  const bool taken =
      edge.executor.TrySubmit([edge, call, &request, respond, handler = std::move(handler)] {
        absl::StatusOr<http::Response> response;
        const absl::Status ran = RunGuarded([&] {
          response = handler(call, request);
          return response.status();
        });
        respond(ran.ok() ? *std::move(response) : Refuse(edge, ran, call.traceparent));
      });
  if (!taken) {
    respond(ErrorResponse(Error(absl::StatusCode::kResourceExhausted, "OVERLOADED",
                                "too many requests are waiting")));
  }
}

http::Handler OnExecutor(const RestEdge& edge, std::chrono::milliseconds limit,
                         BlockingHandler handler) {
  return [edge, limit, handler = std::move(handler)](const http::Request& request,
                                                     const http::ResponseCallback& respond) {
    AnswerOnExecutor(edge, limit, request, respond,
                     [&handler](const CallContext& call,
                                const http::Request& asked) -> absl::StatusOr<http::Response> {
                       MOTCUA_RETURN_IF_ERROR(CheckText(asked));
                       return handler(call, asked);
                     });
  };
}

}  // namespace motcua::gateway
