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

/// Makes it a handler: off the event loop onto the executor, errors as the edge prints them, 429
/// when the queue is full.
http::Handler OnExecutor(runtime::Executor& executor, std::chrono::milliseconds limit,
                         BlockingHandler handler);

/// The context that every request begins with.
CallContext MakeCallContext(const http::Request& request, std::chrono::milliseconds limit);

}  // namespace motcua::gateway
