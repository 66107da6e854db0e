#pragma once

#include <cstdint>
#include <string>

#include "motcua/inbox/inbox.h"
#include "motcua/metrics/registry.h"

namespace motcua::operations {

/// Counts the outcomes of the events of one consumer since the program started.
///
/// Metrics: `motcua_inbox_events_total{consumer,outcome}` with the outcomes applied, skipped,
/// duplicate, parked and dead_letter; `motcua_inbox_version_gap_total{consumer}` (R1.9, expected
/// 0). Thread-safe; the registry must outlive it.
///
///   options.on_taken = [&](inbox::Taken taken, bool gap) { counters.Count(taken, gap); };
class FlowCounters {
 public:
  FlowCounters(metrics::Registry& registry, const std::string& consumer);

  void Count(inbox::Taken taken, bool gap);
  std::int64_t duplicates() const;
  std::int64_t gaps() const;

 private:
  metrics::Counter& applied_;
  metrics::Counter& skipped_;
  metrics::Counter& duplicate_;
  metrics::Counter& parked_;
  metrics::Counter& dead_letter_;
  metrics::Counter& gap_;
};

}  // namespace motcua::operations
