#include "domain/petition_count.h"

namespace motcua::reporting {

PetitionWorth WorthOf(const CountedPetition& petition) {
  if (!petition.due_at.has_value()) {
    return {};
  }
  PetitionWorth worth{.day = calendar::DateOf(*petition.due_at)};
  const bool answered =
      petition.answered_at.has_value() && *petition.answered_at <= petition.due_at;
  const bool excused = petition.closed_at.has_value() && *petition.closed_at <= petition.due_at;
  worth.in_time = answered ? 1 : 0;
  worth.due = answered || !excused ? 1 : 0;
  return worth;
}

}  // namespace motcua::reporting
