#pragma once

#include <memory>
#include <string>

#include "motcua/http/server.h"
#include "motcua/log/logger.h"
#include "motcua/metrics/registry.h"
#include "motcua/runtime/executor.h"

#include "store/pg_inbound.h"
#include "store/pg_messages.h"

namespace motcua::notification {

/// What Kannel calls: receipts and inbound messages, under a path that holds the secret.
///
///   GET  /{secret}/receipts/{message id}?type=%d
///   POST /{secret}/inbound?id=%I     X-Kannel-From, X-Kannel-To, the text as body (`post-url`)
///
/// Everything is stored before it is answered with 200 (R3.12); 503 when it cannot be now, upon
/// which Kannel calls again. A wrong secret is 404, whatever else is right, and takes as long.
/// Paths and bodies are never logged. Thread-safe; Start and Stop from one thread.
class KannelCallbacks {
 public:
  struct Options {
    std::string listen = "127.0.0.1:0";
    std::string secret;
    /// Of the gateway whose call-backs these are.
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
  ~KannelCallbacks();

  absl::Status Start();
  void Stop();
  int port() const;

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
  std::unique_ptr<http::Server> server_;
};

}  // namespace motcua::notification
