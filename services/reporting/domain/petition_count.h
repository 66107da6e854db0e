#pragma once

#include <optional>

#include "motcua/base/clock.h"
#include "motcua/calendar/time_zone.h"

namespace motcua::reporting {

/// The state of one petition in reports.
struct CountedPetition {
  std::optional<Instant> due_at;
  std::optional<Instant> answered_at;
  /// When it was refused, forwarded or joined to an earlier one, after which no answer is due here.
  std::optional<Instant> closed_at;
  friend bool operator==(const CountedPetition&, const CountedPetition&) = default;
};

/// How a petition counts on the local day on which its answer is due (target T3).
struct PetitionWorth {
  std::optional<calendar::LocalDate> day;
  int due = 0;
  int in_time = 0;
};

/// Due: an answer was still required at its due time (a petition refused, forwarded or joined
/// after that stays due, and is late). In time: answered by then. Pure.
PetitionWorth WorthOf(const CountedPetition& petition);

}  // namespace motcua::reporting
