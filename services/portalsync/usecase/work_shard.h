#pragma once

#include <chrono>
#include <functional>

#include <absl/status/status.h>

#include "motcua/base/circuit_breaker.h"

#include "usecase/send_event.h"

namespace motcua::portalsync {

/// Sends what is due in one shard, one event per dossier at a time, so that dossiers do not block
/// each other and each keeps its order. Failed events wait; while the
/// breaker is open only its probe is sent, and a failed probe changes nothing. Used from one
/// thread.
class WorkShard {
 public:
  struct Options {
    /// The wait after the n-th failed attempt of one event (n from 1); with jitter, so that many
    /// dossiers are not retried at the same time.
    std::function<std::chrono::milliseconds(int tries)> wait;
    /// Time for a timed-out request to arrive before the portal is called again.
    std::chrono::milliseconds late_arrival{30'000};
    /// Called for every event sent; may be empty.
    std::function<void(SendResult::Outcome)> on_sent;
    /// A fresh context for each event.
    std::function<CallContext()> make_call;
  };
  WorkShard(const SendEvent& send, CircuitBreaker& breaker, const Clock& machine, Options options)
      : send_(send), breaker_(breaker), machine_(machine), options_(std::move(options)) {}

  struct Round {
    /// Number of events tried.
    int tried = 0;
    /// True if the portal does not answer; call again later.
    bool paused = false;
  };
  /// Reads the queue once and sends one event of each due dossier, at most `limit` and until
  /// `should_end`. Calls `still_held` before each event and after a failed one. An error ends the
  /// round; completed work is kept.
  absl::StatusOr<Round> Run(Queue& queue, int limit,
                            const std::function<absl::Status()>& still_held,
                            const std::function<bool()>& should_end) const;

 private:
  absl::Status PutOff(const CallContext& call, Queue& queue, const NextEvent& next,
                      const SendResult& result) const;

  const SendEvent& send_;
  CircuitBreaker& breaker_;
  const Clock& machine_;
  const Options options_;
};

}  // namespace motcua::portalsync
