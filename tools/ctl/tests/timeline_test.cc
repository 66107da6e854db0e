#include "output/timeline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace motcua::ctl {
namespace {

using testing::ElementsAre;

template <typename Response>
void Add(Response& response, std::int64_t sequence, std::int64_t builds_on, std::int64_t second) {
  auto& facts = *response.add_entries()->mutable_facts();
  facts.set_sequence(sequence);
  facts.set_intake_sequence(builds_on);
  facts.mutable_occurred_at()->set_seconds(1'742'000'000 + second);
}

std::vector<std::string> Order(const intake::v1::GetTimelineResponse& intake,
                               const processing::v1::GetTimelineResponse& processing) {
  std::vector<std::string> order;
  for (const TimelineLine& line : MergeTimelines(intake, processing)) {
    order.push_back((line.owner == Program::kIntake ? "i" : "p") +
                    std::to_string(line.facts.sequence()));
  }
  return order;
}

TEST(MergeTimelinesTest, ProcessingFollowsWhatItBuildsOnWhateverTheClocksSay) {
  intake::v1::GetTimelineResponse intake;
  Add(intake, 1, 0, 10);
  Add(intake, 2, 0, 20);
  processing::v1::GetTimelineResponse processing;
  Add(processing, 1, 2, 15);  // a clock that is behind
  Add(processing, 2, 2, 30);
  EXPECT_THAT(Order(intake, processing), ElementsAre("i1", "i2", "p1", "p2"));
}

TEST(MergeTimelinesTest, WhatNobodyBuildsOnIsPlacedByTime) {
  intake::v1::GetTimelineResponse intake;
  Add(intake, 1, 0, 10);
  Add(intake, 2, 0, 20);
  Add(intake, 3, 0, 40);
  processing::v1::GetTimelineResponse processing;
  Add(processing, 1, 2, 30);
  Add(processing, 2, 2, 40);
  Add(processing, 3, 2, 50);
  EXPECT_THAT(Order(intake, processing), ElementsAre("i1", "i2", "p1", "i3", "p2", "p3"));
}

TEST(MergeTimelinesTest, EachOwnersOwnOrderIsItsSequence) {
  intake::v1::GetTimelineResponse intake;
  Add(intake, 2, 0, 10);
  Add(intake, 1, 0, 10);
  processing::v1::GetTimelineResponse processing;
  Add(processing, 2, 2, 20);
  Add(processing, 1, 2, 20);
  EXPECT_THAT(Order(intake, processing), ElementsAre("i1", "i2", "p1", "p2"));
  EXPECT_THAT(Order(intake, {}), ElementsAre("i1", "i2"));
  EXPECT_THAT(Order({}, processing), ElementsAre("p1", "p2"));
}

}  // namespace
}  // namespace motcua::ctl
