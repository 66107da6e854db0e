#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "motcua/base/clock.h"
#include "motcua/calendar/time_zone.h"
#include "motcua/dossier/dossier_state.h"

namespace motcua::reporting {

/// The columns that events add to; form II.06a and the targets are sums of them over days.
struct Sums {
  std::int64_t received_online = 0;
  std::int64_t received_direct = 0;
  std::int64_t received_post = 0;
  std::int64_t resolved_early = 0;
  std::int64_t resolved_on_time = 0;
  std::int64_t resolved_overdue = 0;
  /// Ended in state 3 after receipt, or in state 7: counted separately, and as on time in form
  /// II.06a.
  std::int64_t returned = 0;
  std::int64_t withdrawn = 0;
  /// Change in the number of open dossiers, not paused, whose due day has passed.
  std::int64_t overdue_open = 0;

  std::int64_t received() const { return received_online + received_direct + received_post; }
  std::int64_t ended() const {
    return resolved_early + resolved_on_time + resolved_overdue + returned + withdrawn;
  }
  Sums& operator+=(const Sums& other);
  friend bool operator==(const Sums&, const Sums&) = default;
};

/// What one event adds to one local day.
struct DayChange {
  calendar::LocalDate day{};
  Sums sums;
  friend bool operator==(const DayChange&, const DayChange&) = default;
};

/// The part of an event that reports need.
struct Happening {
  dossier::NationalState state = dossier::NationalState::kFiled;
  Instant occurred_at{};
  std::optional<Instant> received_at;
  std::optional<Instant> due_at;
  int channel = 0;  // 1 direct, 2 online, 3 post
  std::string agency;
  std::string procedure;
  int procedure_version = 0;
};

/// The state of one dossier in reports: all that is needed to count its next event.
struct CountedDossier {
  dossier::NationalState state = dossier::NationalState::kFiled;
  /// The row it is counted in; fixed at receipt, like its owners do at acceptance.
  std::string agency;
  std::string procedure;
  int procedure_version = 0;
  std::optional<calendar::LocalDate> received_on;
  std::optional<calendar::LocalDate> ended_on;
  /// Set while it is open, not paused and has a due day: the first day on which it counts as
  /// overdue.
  std::optional<calendar::LocalDate> overdue_from;
  friend bool operator==(const CountedDossier&, const CountedDossier&) = default;
};

/// Counts one event of a dossier: changes `dossier` and returns the non-zero changes per day,
/// ordered by day, each day once. Pure, O(1); never changes a day before the event's day (a receipt
/// counts on the day of receipt). README.md has the proof.
std::vector<DayChange> Count(CountedDossier& dossier, const Happening& happening);

/// Why an event cannot be counted; empty if it can.
std::string_view FaultOf(const Happening& happening);

}  // namespace motcua::reporting
