#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <absl/status/statusor.h>

#include "motcua/metrics/registry.h"

namespace motcua::metrics {

/// The answer of a probe: 200 or 503, and one line of plain text with the reason.
struct ProbeAnswer {
  bool ok = true;
  std::string text = "ok";
};
using Probe = std::function<ProbeAnswer()>;

struct ExposerOptions {
  /// `address:port` with a numeric address (`0.0.0.0`, `[::1]`); port 0 selects a free one.
  std::string listen = "127.0.0.1:0";
  /// Served at /livez, /readyz and /startupz; called from the listener's threads, must not block.
  /// An unset probe answers 200.
  Probe live = {};
  Probe ready = {};
  Probe started = {};
};

/// The operations listener of a program, separate from its business port: GET /metrics, /livez,
/// /readyz, /startupz over plain HTTP, for the cluster's internal network only. Answers from
/// `Start` until destroyed; the destructor waits for running requests, and up to 2 s for civetweb's
/// loop. `Start` fails with UNAVAILABLE, reason LISTEN_FAILED, when the address is in use or
/// malformed.
class Exposer {
 public:
  /// The registry must outlive the exposer.
  static absl::StatusOr<std::unique_ptr<Exposer>> Start(const Registry& registry,
                                                        ExposerOptions options);
  ~Exposer();
  Exposer(const Exposer&) = delete;
  Exposer& operator=(const Exposer&) = delete;

  /// The port it listens on.
  std::uint16_t port() const;

 private:
  struct Impl;
  explicit Exposer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace motcua::metrics
