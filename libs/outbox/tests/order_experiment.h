#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "motcua/db/connection.h"

#include "fake_broker.h"

namespace motcua::outbox {

/// The experiment of R1.3: 16 writers, 50 hot dossiers, random think time inside the transaction
/// (before and after the outbox id is drawn), 5 % rollbacks; and compares what the broker received
/// from a reader of the outbox with what was committed.
class OrderExperiment {
 public:
  explicit OrderExperiment(db::Connection::Options connection);

  /// Writes for `span`. `committed` is called after every commit, from the writers' threads.
  void Write(std::chrono::seconds span, const std::function<void()>& committed);

  struct Verdict {
    std::size_t committed = 0;
    /// Committed but never arrived.
    std::size_t lost = 0;
    /// Arrived for the first time after a later event of the same dossier.
    std::size_t out_of_order = 0;
    std::size_t repeated = 0;
    double lag_p50_ms = 0;
    double lag_p99_ms = 0;
  };
  Verdict Judge(const FakeBroker& broker) const;
  std::size_t committed() const;

 private:
  void RunWriter(int number, std::chrono::steady_clock::time_point until,
                 const std::function<void()>& committed);

  const db::Connection::Options connection_;
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, std::int64_t>, std::chrono::steady_clock::time_point> committed_;
};

}  // namespace motcua::outbox
