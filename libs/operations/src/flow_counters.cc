#include "motcua/operations/flow_counters.h"

namespace motcua::operations {
namespace {

metrics::Counter& Outcome(metrics::Registry& registry, const std::string& consumer,
                          std::string_view outcome) {
  return registry
      .AddCounter("motcua_inbox_events_total", "Events taken by a consumer, by outcome.",
                  {"consumer", "outcome"})
      .With({consumer, outcome});
}

}  // namespace

FlowCounters::FlowCounters(metrics::Registry& registry, const std::string& consumer)
    : applied_(Outcome(registry, consumer, "applied")),
      skipped_(Outcome(registry, consumer, "skipped")),
      duplicate_(Outcome(registry, consumer, "duplicate")),
      parked_(Outcome(registry, consumer, "parked")),
      dead_letter_(Outcome(registry, consumer, "dead_letter")),
      gap_(registry
               .AddCounter("motcua_inbox_version_gap_total",
                           "Gaps found in the sequences of events.", {"consumer"})
               .With({consumer})) {}

void FlowCounters::Count(inbox::Taken taken, bool gap) {
  switch (taken) {
    case inbox::Taken::kApplied:
      applied_.Increment();
      break;
    case inbox::Taken::kSkippedUnknownType:
      skipped_.Increment();
      break;
    case inbox::Taken::kDuplicate:
      duplicate_.Increment();
      break;
    case inbox::Taken::kParked:
      parked_.Increment();
      break;
    case inbox::Taken::kDeadLetter:
      dead_letter_.Increment();
      break;
  }
  if (gap) {
    gap_.Increment();
  }
}

std::int64_t FlowCounters::duplicates() const {
  return static_cast<std::int64_t>(duplicate_.Value());
}

std::int64_t FlowCounters::gaps() const {
  return static_cast<std::int64_t>(gap_.Value());
}

}  // namespace motcua::operations
