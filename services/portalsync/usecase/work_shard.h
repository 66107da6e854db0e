#pragma once

#include <chrono>
#include <functional>

#include <absl/status/status.h>

#include "domain/breaker.h"
#include "usecase/send_event.h"

namespace motcua::portalsync {

/// Works off what is due in one shard, an event of each dossier at a time, so that no dossier is in
/// the way of the others and each keeps its order. What failed waits with back-off and jitter;
/// while the breaker is open only its probe is sent, and a failed probe changes nothing. Used from
/// one thread.
class WorkShard {
 public:
  struct Options {
    std::chrono::milliseconds first_back_off{1000};
    std::chrono::milliseconds most_back_off{300'000};
    /// What a request that timed out is given to arrive before the portal is asked again.
    std::chrono::milliseconds late_arrival{30'000};
    /// In [0, 1).
    std::function<double()> dice;
    /// Told of every event sent; may be empty.
    std::function<void(SendResult::Outcome)> on_sent;
    /// A fresh context for each event.
    std::function<CallContext()> make_call;
  };
  WorkShard(const SendEvent& send, Breaker& breaker, const Clock& machine, Options options)
      : send_(send), breaker_(breaker), machine_(machine), options_(std::move(options)) {}

  struct Round {
    /// Events that were tried.
    int tried = 0;
    /// The portal does not answer: come back later.
    bool paused = false;
  };
  /// One look at the queue and one event of each due dossier, at most `limit` and until
  /// `should_end`. `still_held` is asked before each event and after one that failed. An error ends
  /// the round; what was done stays done.
  absl::StatusOr<Round> Run(Queue& queue, int limit,
                            const std::function<absl::Status()>& still_held,
                            const std::function<bool()>& should_end) const;

 private:
  absl::Status PutOff(const CallContext& call, Queue& queue, const NextEvent& next,
                      const SendResult& result) const;

  const SendEvent& send_;
  Breaker& breaker_;
  const Clock& machine_;
  const Options options_;
};

}  // namespace motcua::portalsync
