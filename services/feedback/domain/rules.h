#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "motcua/calendar/working_calendar.h"

#include "domain/petition_rules.h"

namespace motcua::feedback {

/// An agency as far as petitions depend on it.
struct Agency {
  std::string code;
  /// Local dates; empty valid_to means open.
  std::string valid_from;
  std::string valid_to;
};

/// Everything that decides about petitions, as it stood at one moment. Immutable and shared by all
/// calls of a replica; thread-safe.
class Rules {
 public:
  Rules() = default;
  /// `versions` in the order of their loading. `calendar` may be null: none is known.
  Rules(std::vector<Agency> agencies, std::vector<PetitionRules> versions,
        std::shared_ptr<const calendar::WorkingCalendar> calendar);

  bool IsOpen(const std::string& agency, const std::string& date) const;
  /// True for the agency that the rules in force on the date name as the centre.
  bool IsCentre(const std::string& agency, const std::string& date) const;

  // Each pointer lives as long as these rules; nullptr: there is none.

  /// The version with the latest beginning on or before the date; of equal ones the last loaded.
  const PetitionRules* InForce(const std::string& date) const;
  const PetitionRules* Find(const std::string& version) const;
  const calendar::WorkingCalendar* calendar() const { return calendar_.get(); }

 private:
  std::map<std::string, Agency> agencies_;
  std::vector<PetitionRules> versions_;
  std::shared_ptr<const calendar::WorkingCalendar> calendar_;
};

}  // namespace motcua::feedback
