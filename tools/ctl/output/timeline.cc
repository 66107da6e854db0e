#include "output/timeline.h"

#include <algorithm>

#include "motcua/wire/time.h"

namespace motcua::ctl {
namespace {

template <typename Response>
std::vector<TimelineLine> InOrder(Program owner, const Response& response) {
  std::vector<TimelineLine> lines;
  for (const auto& entry : response.entries()) {
    lines.push_back({owner, entry.facts(), entry.event_type(), entry.event_id()});
  }
  std::stable_sort(lines.begin(), lines.end(), [](const TimelineLine& a, const TimelineLine& b) {
    return a.facts.sequence() < b.facts.sequence();
  });
  return lines;
}

bool IntakeFirst(const type::v1::DossierFacts& intake, const type::v1::DossierFacts& processing) {
  return intake.sequence() <= processing.intake_sequence() ||
         wire::ToInstant(intake.occurred_at()) <= wire::ToInstant(processing.occurred_at());
}

}  // namespace

std::vector<TimelineLine> MergeTimelines(const intake::v1::GetTimelineResponse& intake,
                                         const processing::v1::GetTimelineResponse& processing) {
  const std::vector<TimelineLine> before = InOrder(Program::kIntake, intake);
  const std::vector<TimelineLine> after = InOrder(Program::kProcessing, processing);
  std::vector<TimelineLine> merged;
  auto next = after.begin();
  for (const TimelineLine& line : before) {
    while (next != after.end() && !IntakeFirst(line.facts, next->facts)) {
      merged.push_back(*next++);
    }
    merged.push_back(line);
  }
  merged.insert(merged.end(), next, after.end());
  return merged;
}

}  // namespace motcua::ctl
