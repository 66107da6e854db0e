#pragma once

#include <string>
#include <vector>

#include "motcua/intake/v1/intake_service.pb.h"
#include "motcua/processing/v1/processing_service.pb.h"

#include "targets.h"

namespace motcua::ctl {

/// One line of a dossier's history, of either owner.
struct TimelineLine {
  Program owner;
  type::v1::DossierFacts facts;
  std::string event_type;
  std::string event_id;
};

/// Both owners' histories in one order: each owner's own by its sequence, and every event of
/// processing after the last intake event that it builds on. Where this leaves the order open, by
/// time; at equal times, intake first.
std::vector<TimelineLine> MergeTimelines(const intake::v1::GetTimelineResponse& intake,
                                         const processing::v1::GetTimelineResponse& processing);

}  // namespace motcua::ctl
