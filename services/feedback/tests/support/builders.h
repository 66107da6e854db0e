#pragma once

#include <memory>
#include <string>

#include "domain/transitions.h"

namespace motcua::feedback::testing {

inline constexpr char kCentre[] = "H19.802";
inline constexpr char kOffice[] = "H19.812";
inline constexpr char kWard[] = "H19.901";
inline constexpr char kClosed[] = "H19.999";

/// `2026-11-20T09:15`, Vietnamese local time.
Instant At(const std::string& local);

/// Monday to Friday 07:30-11:30 and 13:00-17:00; 2026-11-24 is a day off.
std::shared_ptr<const calendar::WorkingCalendar> ACalendar();
/// The same as a document.
std::string CalendarDocument(const std::string& version);

/// Version v1 from 2026-01-01, centre kCentre. Behaviour: answer in 5 working days, transfer in 2;
/// everything else: refuse 2, ask 5, transfer 5, answer 15, publish 2 working days.
PetitionRules SomeRules();
/// kCentre, kOffice and kWard open, kClosed closed in 2025.
Rules TheRules();

Actor Officer(const std::string& agency);
Actor Citizen();

/// A complete draft by the portal.
Draft ADraft();
/// The same petition, sent on Thursday 2026-11-19 as PA.H19-261119-0001.
Petition AnEarlierOne(const Rules& rules);
/// A petition sent on Friday 2026-11-20 at 09:15, brought to a state by ordinary transitions.
Petition InState(PetitionState state, const Rules& rules);

}  // namespace motcua::feedback::testing
