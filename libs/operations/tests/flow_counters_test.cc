#include "motcua/operations/flow_counters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace motcua::operations {
namespace {

using ::testing::HasSubstr;

TEST(FlowCounters, CountOutcomesAndGapsByConsumer) {
  metrics::Registry registry;
  FlowCounters counters(registry, "processing.intake-dossiers");
  FlowCounters other(registry, "other");
  counters.Count(inbox::Taken::kApplied, true);
  counters.Count(inbox::Taken::kDuplicate, false);
  counters.Count(inbox::Taken::kDuplicate, false);
  counters.Count(inbox::Taken::kParked, true);
  EXPECT_EQ(counters.duplicates(), 2);
  EXPECT_EQ(counters.gaps(), 2);
  EXPECT_EQ(other.duplicates(), 0);
  const std::string text = registry.Render();
  EXPECT_THAT(text, HasSubstr(R"(motcua_inbox_events_total{consumer="processing.intake-dossiers",)"
                              R"(outcome="duplicate"} 2)"));
  EXPECT_THAT(
      text,
      HasSubstr(R"(motcua_inbox_version_gap_total{consumer="processing.intake-dossiers"} 2)"));
}

}  // namespace
}  // namespace motcua::operations
