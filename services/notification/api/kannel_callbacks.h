#pragma once

#include <memory>
#include <string>

#include "motcua/http/router.h"
#include "motcua/log/logger.h"
#include "motcua/metrics/registry.h"
#include "motcua/runtime/executor.h"

#include "store/pg_inbound.h"
#include "store/pg_messages.h"

namespace motcua::notification {

/// The call-backs of Kannel: receipts and inbound messages, under a path that contains the secret.
///
///   GET  /{secret}/receipts/{message id}?type=%d
///   POST /{secret}/inbound?id=%I     X-Kannel-From, X-Kannel-To, the text as body (`post-url`)
///
/// Everything is stored before it is answered with 200 (R3.12); 503 when it cannot be now, upon
/// which Kannel calls again. A wrong secret is 404, whatever else is right, and takes as long.
/// Paths and bodies are never logged. Thread-safe. Call-backs wait in a queue of their own, so that
/// a flood of them holds up nobody else.
class KannelCallbacks {
 public:
  struct Options {
    std::string secret;
    /// Name of the gateway that calls.
    std::string gateway = "kannel";
  };
  struct Parts {
    PgMessages& messages;
    PgInboundStore& inbound;
    const Clock& clock;
    metrics::Registry& metrics;
    log::Logger logger;
    std::function<void()> on_inbound;
  };
  KannelCallbacks(Options options, Parts parts);
  /// Gives what is still in hand five seconds. The door is closed by then.
  ~KannelCallbacks();

  /// For the program's HTTP door, which this outlives.
  http::Router Routes();

 private:
  bool SecretMatches(std::string_view given) const;
  http::Response Receipt(const http::Request& request);
  http::Response Inbound(const http::Request& request);
  void Serve(http::Response (KannelCallbacks::*handle)(const http::Request&),
             const http::Request& request, const http::ResponseCallback& done);

  const Options options_;
  Parts parts_;
  metrics::Family<metrics::Counter> receipts_;
  metrics::Family<metrics::Counter> received_;
  runtime::Executor executor_;
};

}  // namespace motcua::notification
