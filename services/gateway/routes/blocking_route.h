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

/// Dependencies of the edge's routes; both must outlive the router.
struct RestEdge {
  runtime::Executor& executor;
  const log::Logger& logger;
};

/// The response to an error, from `ErrorResponse`. An error that `IsForTheLog` is logged with the
/// details withheld from the client. `traceparent` may be empty.
http::Response Refuse(const RestEdge& edge, const absl::Status& status,
                      const std::string& traceparent);

/// Runs the part of a handler outside the executor; an exception becomes the error of the request,
/// INTERNAL / EXCEPTION.
void AnswerGuarded(const RestEdge& edge, const http::ResponseCallback& respond,
                   absl::FunctionRef<void()> fn);

/// The body of a route that may block. The context has deadline and trace of the request; the route
/// sets caller and key.
using BlockingHandler =
    std::function<absl::StatusOr<http::Response>(CallContext call, const http::Request& request)>;

/// Answers a request on the executor; errors and exceptions get the edge's error body, 429 when the
/// queue is full. Never blocks; may be called from any thread.
void AnswerOnExecutor(const RestEdge& edge, std::chrono::milliseconds limit,
                      const http::Request& request, const http::ResponseCallback& respond,
                      BlockingHandler handler);

/// Makes a handler that does this for every request whose texts are UTF-8 (`CheckText`).
http::Handler OnExecutor(const RestEdge& edge, std::chrono::milliseconds limit,
                         BlockingHandler handler);

/// The initial context of a request.
CallContext MakeCallContext(const http::Request& request, std::chrono::milliseconds limit);

}  // namespace motcua::gateway
