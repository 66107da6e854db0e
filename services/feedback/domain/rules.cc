#include "domain/rules.h"

#include <algorithm>

#include "motcua/base/status_macros.h"
#include "motcua/calendar/in_force.h"

namespace motcua::feedback {

Rules::Rules(std::vector<Agency> agencies, std::vector<PetitionRules> versions,
             std::shared_ptr<const calendar::WorkingCalendar> calendar)
    : versions_(std::move(versions)), calendar_(std::move(calendar)) {
  for (Agency& agency : agencies) {
    std::string code = agency.code;
    agencies_.insert_or_assign(std::move(code), std::move(agency));
  }
}

bool Rules::IsOpen(const std::string& agency, const std::string& date) const {
  const auto found = agencies_.find(agency);
  return found != agencies_.end() &&
         calendar::InForce(found->second.valid_from, found->second.valid_to, date);
}

bool Rules::IsCentre(const std::string& agency, const std::string& date) const {
  const PetitionRules* rules = InForce(date);
  return rules != nullptr && rules->centre == agency;
}

const PetitionRules* Rules::InForce(const std::string& date) const {
  const PetitionRules* in_force = nullptr;
  for (const PetitionRules& rules : versions_) {
    if (rules.valid_from <= date &&
        (in_force == nullptr || in_force->valid_from <= rules.valid_from)) {
      in_force = &rules;
    }
  }
  return in_force;
}

const PetitionRules* Rules::Find(const std::string& version) const {
  const auto found = std::ranges::find(versions_, version, &PetitionRules::version);
  return found == versions_.end() ? nullptr : &*found;
}

absl::StatusOr<bool> DecideLoad(const PetitionRules& wanted, const Rules& stored) {
  MOTCUA_RETURN_IF_ERROR(CheckRules(wanted));
  const PetitionRules* const same = stored.Find(wanted.version);
  if (same != nullptr && !(*same == wanted)) {
    return Error(absl::StatusCode::kFailedPrecondition, "VERSION_FROZEN",
                 "this version is already stored with different content; load a new version",
                 {{"version", wanted.version}});
  }
  return same == nullptr;
}

}  // namespace motcua::feedback
