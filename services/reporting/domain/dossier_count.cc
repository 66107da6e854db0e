#include "domain/dossier_count.h"

#include <algorithm>
#include <map>

namespace motcua::reporting {
namespace {

using calendar::DateOf;
using calendar::LocalDate;
using dossier::NationalState;

constexpr std::chrono::days kOneDay{1};

std::int64_t& ReceivedBy(int channel, Sums& sums) {
  switch (channel) {
    case 2:
      return sums.received_online;
    case 3:
      return sums.received_post;
    default:
      return sums.received_direct;
  }
}

/// Form II.06a columns 8-10: local days decide; without a due day everything is on time.
std::int64_t& EndedAs(const Happening& happening, LocalDate day, Sums& sums) {
  if (happening.state == NationalState::kNotAccepted) {
    return sums.returned;
  }
  if (happening.state == NationalState::kWithdrawn) {
    return sums.withdrawn;
  }
  if (!happening.due_at.has_value() || day == DateOf(*happening.due_at)) {
    return sums.resolved_on_time;
  }
  return day < DateOf(*happening.due_at) ? sums.resolved_early : sums.resolved_overdue;
}

}  // namespace

Sums& Sums::operator+=(const Sums& other) {
  received_online += other.received_online;
  received_direct += other.received_direct;
  received_post += other.received_post;
  resolved_early += other.resolved_early;
  resolved_on_time += other.resolved_on_time;
  resolved_overdue += other.resolved_overdue;
  returned += other.returned;
  withdrawn += other.withdrawn;
  overdue_open += other.overdue_open;
  return *this;
}

std::vector<DayChange> Count(CountedDossier& dossier, const Happening& happening) {
  const LocalDate today = DateOf(happening.occurred_at);
  std::map<LocalDate, Sums> changes;
  dossier.state = happening.state;
  const bool received_now = !dossier.received_on.has_value() && happening.received_at.has_value();
  if (received_now) {
    dossier.received_on = DateOf(*happening.received_at);
    dossier.agency = happening.agency;
    dossier.procedure = happening.procedure;
    dossier.procedure_version = happening.procedure_version;
    ++ReceivedBy(happening.channel, changes[*dossier.received_on]);
  }
  if (!dossier.received_on.has_value() || dossier.ended_on.has_value()) {
    return {};  // a dossier never received is not counted; events after the end change nothing
  }
  // Every event ends a segment and begins a new one; if nothing relevant changed, both changes are
  // on the same day and cancel.
  if (dossier.overdue_from.has_value()) {
    --changes[std::max(*dossier.overdue_from, today)].overdue_open;
    dossier.overdue_from.reset();
  }
  if (dossier::IsEnded(happening.state)) {
    dossier.ended_on = std::max(today, *dossier.received_on);
    ++EndedAs(happening, *dossier.ended_on, changes[*dossier.ended_on]);
  } else if (!dossier::IsPaused(happening.state) && happening.due_at.has_value()) {
    const LocalDate begins = received_now ? *dossier.received_on : today;
    dossier.overdue_from = std::max(begins, DateOf(*happening.due_at) + kOneDay);
    ++changes[*dossier.overdue_from].overdue_open;
  }
  std::vector<DayChange> result;
  for (const auto& [day, sums] : changes) {
    if (sums != Sums()) {
      result.push_back({day, sums});
    }
  }
  return result;
}

std::string_view FaultOf(const Happening& happening) {
  if (!happening.received_at.has_value()) {
    return "";
  }
  if (happening.agency.empty() || happening.procedure.empty()) {
    return "a received dossier needs a handling agency and a procedure";
  }
  return happening.channel < 1 || happening.channel > 3 ? "a received dossier needs a channel" : "";
}

}  // namespace motcua::reporting
