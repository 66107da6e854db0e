#pragma once

#include <memory>
#include <string>

#include "motcua/http/router.h"
#include "motcua/log/logger.h"
#include "motcua/metrics/registry.h"
#include "motcua/runtime/executor.h"

#include "store/pg_inbound.h"
#include "store/pg_receipts.h"

namespace motcua::notification {

/// The call-backs of Kannel: receipts and inbound messages, under a path that contains the secret.
///
///   GET  /{secret}/receipts/{message id}?type=%d
///   POST /{secret}/inbound?id=%I     X-Kannel-From, X-Kannel-To, the text as body (`post-url`)
///
/// Everything is stored before it is answered with 200 (R3.12). If that is impossible now, the
/// answer is 503, and Kannel calls again. A wrong secret is always answered 404, after the same
/// time. Paths and bodies are never logged. Thread-safe. Call-backs have a separate queue, so that
/// a flood of them does not hold up other calls.
class KannelCallbacks {
 public:
  struct Options {
    std::string secret;
    /// Name of the gateway that calls.
    std::string gateway = "kannel";
  };
  struct Parts {
    PgReceipts& receipts;
    PgInboundStore& inbound;
    const Clock& clock;
    metrics::Registry& metrics;
    log::Logger logger;
    std::function<void()> on_inbound;
  };
  KannelCallbacks(Options options, Parts parts);
  /// Waits up to five seconds for running call-backs. The door must be closed.
  ~KannelCallbacks();

  /// For the program's HTTP door, which this must outlive.
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
