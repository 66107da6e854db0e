#pragma once

#include <chrono>
#include <functional>
#include <string>

#include <absl/functional/function_ref.h>
#include <absl/status/status.h>
#include <absl/status/statusor.h>

#include "motcua/base/call_context.h"
#include "motcua/http/router.h"
#include "motcua/log/logger.h"
#include "motcua/runtime/executor.h"

namespace motcua::gateway {

/// What the routes of the edge work with; both outlive the router.
struct RestEdge {
  runtime::Executor& executor;
  const log::Logger& logger;
};

/// The answer to an error, which `ErrorResponse` prints. One that `IsForTheLog` is logged with
/// all that the client is not told. `traceparent` may be empty.
http::Response Refuse(const RestEdge& edge, const absl::Status& status,
                      const std::string& traceparent);

/// Runs what a handler does outside the executor: an exception is the error of its own request,
/// INTERNAL / EXCEPTION.
void AnswerGuarded(const RestEdge& edge, const http::ResponseCallback& respond,
                   absl::FunctionRef<void()> fn);

/// The body of a route whose work may block. The context has deadline and trace of the request;
/// caller and key are the route's business.
using BlockingHandler =
    std::function<absl::StatusOr<http::Response>(CallContext call, const http::Request& request)>;

/// Answers this one request on the executor: errors as the edge prints them, an exception among
/// them, 429 when the queue is full. Never blocks; from any thread.
void AnswerOnExecutor(const RestEdge& edge, std::chrono::milliseconds limit,
                      const http::Request& request, const http::ResponseCallback& respond,
                      BlockingHandler handler);

/// Makes a handler of it, which does so with every request whose texts are UTF-8
/// (`CheckText`).
http::Handler OnExecutor(const RestEdge& edge, std::chrono::milliseconds limit,
                         BlockingHandler handler);

/// The context that every request begins with.
CallContext MakeCallContext(const http::Request& request, std::chrono::milliseconds limit);

}  // namespace motcua::gateway
