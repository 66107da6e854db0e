#pragma once

#include <chrono>
#include <functional>

#include <absl/status/statusor.h>

#include "motcua/base/call_context.h"
#include "motcua/http/router.h"
#include "motcua/runtime/executor.h"

namespace motcua::gateway {

/// The body of a route whose work may block. The context has deadline and trace of the request;
/// caller and key are the route's business.
using BlockingHandler =
    std::function<absl::StatusOr<http::Response>(CallContext call, const http::Request& request)>;

/// Answers this one request on the executor: errors as the edge prints them, 429 when the queue is
/// full. Never blocks; from any thread.
void AnswerOnExecutor(runtime::Executor& executor, std::chrono::milliseconds limit,
                      const http::Request& request, const http::ResponseCallback& respond,
                      BlockingHandler handler);

/// Makes a handler of it, which does so with every request whose texts are UTF-8
/// (`CheckText`).
http::Handler OnExecutor(runtime::Executor& executor, std::chrono::milliseconds limit,
                         BlockingHandler handler);

/// The context that every request begins with.
CallContext MakeCallContext(const http::Request& request, std::chrono::milliseconds limit);

}  // namespace motcua::gateway
