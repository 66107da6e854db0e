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

#include "routes/portal_credentials.h"

namespace motcua::gateway {

/// Dependencies of the edge's routes; both must outlive the router.
struct RestEdge {
  runtime::Executor& executor;
  const log::Logger& logger;
  const PortalCredentials& credentials;
  /// Peers are proxies of ours, which add the client's address to X-Forwarded-For.
  bool behind_proxy = false;
};

/// The response to an error, from `ErrorResponse`. An error that `IsForTheLog` is logged with the
/// details withheld from the client. `traceparent` may be empty.
http::Response Refuse(const RestEdge& edge, const absl::Status& status,
                      const std::string& traceparent);

/// Runs the part of a handler outside the executor; an exception becomes the error of the request,
/// INTERNAL / EXCEPTION.
void AnswerGuarded(const RestEdge& edge, const http::ResponseCallback& respond,
                   absl::FunctionRef<void()> fn);

/// The body of a route that may block, with the context of MakeCallContext.
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

/// The initial context of a request. Its caller is who asks: `portal:<id>` with the token of one,
/// else `address:<client's address>`.
CallContext MakeCallContext(const RestEdge& edge, const http::Request& request,
                            std::chrono::milliseconds limit);

}  // namespace motcua::gateway
