#include "motcua/metrics/exposer.h"

#include <CivetServer.h>
#include <utility>
#include <vector>

#include "motcua/base/error.h"

namespace motcua::metrics {
namespace {

struct Answer {
  int status = 200;
  std::string content_type;
  std::string body;
};

/// Serves GET on one path with the result of a function. For everything else civetweb answers 404
/// or 405.
class GetHandler final : public CivetHandler {
 public:
  explicit GetHandler(std::function<Answer()> answer) : answer_(std::move(answer)) {}

  bool handleGet(CivetServer* /*server*/, mg_connection* connection) override {
    const Answer answer = answer_();
    mg_response_header_start(connection, answer.status);
    mg_response_header_add(connection, "Content-Type", answer.content_type.c_str(), -1);
    mg_response_header_add(connection, "Content-Length", std::to_string(answer.body.size()).c_str(),
                           -1);
    mg_response_header_add(connection, "Cache-Control", "no-store", -1);
    mg_response_header_send(connection);
    mg_write(connection, answer.body.data(), answer.body.size());
    return true;
  }

 private:
  const std::function<Answer()> answer_;
};

std::function<Answer()> FromProbe(Probe probe) {
  return [probe = std::move(probe)] {
    const ProbeAnswer said = probe ? probe() : ProbeAnswer{};
    return Answer{said.ok ? 200 : 503, "text/plain; charset=utf-8", said.text + "\n"};
  };
}

CivetCallbacks Quiet() {
  CivetCallbacks callbacks;
  // civetweb would write to stderr; relevant errors are answered to the client or returned by
  // Start.
  callbacks.log_message = [](const mg_connection*, const char*) { return 1; };
  return callbacks;
}

std::vector<std::string> ServerOptions(const std::string& listen) {
  return {"listening_ports", listen,
          // A slow client holds a thread until it times out, so probes need some in reserve.
          "num_threads", "4", "request_timeout_ms", "5000"};
}

}  // namespace

struct Exposer::Impl {
  Impl(const Registry& registry, ExposerOptions options)
      : metrics([&registry] {
          return Answer{200, "text/plain; version=0.0.4; charset=utf-8", registry.Render()};
        }),
        live(FromProbe(std::move(options.live))),
        ready(FromProbe(std::move(options.ready))),
        started(FromProbe(std::move(options.started))),
        callbacks(Quiet()),
        server(ServerOptions(options.listen), &callbacks) {
    server.addHandler("/metrics", metrics);
    server.addHandler("/livez", live);
    server.addHandler("/readyz", ready);
    server.addHandler("/startupz", started);
  }

  GetHandler metrics;
  GetHandler live;
  GetHandler ready;
  GetHandler started;
  CivetCallbacks callbacks;
  CivetServer server;  // last: its threads use the handlers
};

absl::StatusOr<std::unique_ptr<Exposer>> Exposer::Start(const Registry& registry,
                                                        ExposerOptions options) {
  const std::string listen = options.listen;
  try {
    return std::unique_ptr<Exposer>(
        new Exposer(std::make_unique<Impl>(registry, std::move(options))));
  } catch (const CivetException&) {
    return Error(absl::StatusCode::kUnavailable, "LISTEN_FAILED",
                 "cannot listen on the operations address", {{"listen", listen}});
  }
}

Exposer::Exposer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Exposer::~Exposer() = default;

std::uint16_t Exposer::port() const {
  const std::vector<int> ports = impl_->server.getListeningPorts();
  return ports.empty() ? std::uint16_t{0} : static_cast<std::uint16_t>(ports.front());
}

}  // namespace motcua::metrics
