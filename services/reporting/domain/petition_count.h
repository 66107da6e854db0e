#pragma once

#include <optional>

#include "motcua/base/clock.h"
#include "motcua/calendar/time_zone.h"

namespace motcua::reporting {

/// What a report knows of one petition.
struct CountedPetition {
  std::optional<Instant> due_at;
  std::optional<Instant> answered_at;
  /// When it was refused or forwarded: nobody here owes an answer from then on.
  std::optional<Instant> closed_at;
  friend bool operator==(const CountedPetition&, const CountedPetition&) = default;
};

/// What a petition is worth on the local day on which its answer is due (target T3).
struct PetitionWorth {
  std::optional<calendar::LocalDate> day;
  int due = 0;
  int in_time = 0;
};

/// Due: an answer was still owed at its due time (one refused or forwarded later than that stays
/// due, and late). In time: answered by then. Pure.
PetitionWorth WorthOf(const CountedPetition& petition);

}  // namespace motcua::reporting
