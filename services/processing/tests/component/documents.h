#pragma once

#include <string>
#include <vector>

#include "motcua/intake/events/v1/dossier_events.pb.h"
#include "motcua/workflow/v1/workflow.pb.h"

#include "motcua/base/clock.h"

namespace motcua::processing::testing {

// The made-up world of the component tests: a counter, an office, a partner. Independent of the
// sample province.

inline constexpr char kProvince[] = "H99";
inline constexpr char kCounter[] = "H99.90";
inline constexpr char kOffice[] = "H99.20";
inline constexpr char kPartner[] = "H99.30";
inline constexpr char kClosedOffice[] = "H99.21";
inline constexpr char kRuleSet[] = "rules-2025";
inline constexpr char kWorkflow[] = "wf-1";

/// Local time in Viet Nam, `2025-03-12T09:15`.
Instant At(const std::string& local);

/// Reception; office and partner at once; the office alone; hand-over.
workflow::v1::Workflow AWorkflow();

/// Working days Monday to Friday, 07:30-11:30 and 13:00-17:00, without `days_off` (2025-03-14 ...).
std::string ACalendar(const std::string& version, const std::vector<std::string>& days_off = {});

/// The acceptance of a new dossier: received Wednesday 2025-03-12 at 09:15 for five working days,
/// which is Wednesday 2025-03-19 at 09:15; 20 000 dong to be paid later.
intake::events::v1::DossierAccepted AnAcceptance();

}  // namespace motcua::processing::testing
