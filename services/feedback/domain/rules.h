#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/calendar/working_calendar.h"

#include "domain/petition_rules.h"

namespace motcua::feedback {

/// The properties of an agency that petitions depend on.
struct Agency {
  std::string code;
  /// Local dates; empty valid_to means open.
  std::string valid_from;
  std::string valid_to;
};

/// The rules for petitions as of one moment. Immutable and shared by all calls of a replica;
/// thread-safe.
class Rules {
 public:
  Rules() = default;
  /// `versions` in loading order. `calendar` may be null if none is known.
  Rules(std::vector<Agency> agencies, std::vector<PetitionRules> versions,
        std::shared_ptr<const calendar::WorkingCalendar> calendar);

  bool IsOpen(const std::string& agency, const std::string& date) const;
  /// True if the agency is the centre by the rules in force on the date.
  bool IsCentre(const std::string& agency, const std::string& date) const;

  // The pointers are valid as long as these rules; nullptr if there is none.

  /// The version with the latest start on or before the date; if several, the one loaded last.
  const PetitionRules* InForce(const std::string& date) const;
  const PetitionRules* Find(const std::string& version) const;
  const calendar::WorkingCalendar* calendar() const { return calendar_.get(); }

 private:
  std::map<std::string, Agency> agencies_;
  std::vector<PetitionRules> versions_;
  std::shared_ptr<const calendar::WorkingCalendar> calendar_;
};

/// Whether a load of `wanted` adds a version; false if it is stored already. Errors of CheckRules;
/// FAILED_PRECONDITION / VERSION_FROZEN if it is stored with different content.
absl::StatusOr<bool> DecideLoad(const PetitionRules& wanted, const Rules& stored);

}  // namespace motcua::feedback
