#include "domain/catalogue_load.h"

#include <algorithm>
#include <map>

#include "motcua/base/status_macros.h"
#include "motcua/calendar/time_zone.h"

#include "domain/catalogue_check.h"

namespace motcua::intake {
namespace {

template <typename T, typename Key>
std::vector<T> Changed(const std::vector<T>& wanted, const std::vector<T>& stored, Key key) {
  std::map<std::string, const T*> by_key;
  for (const T& entry : stored) {
    by_key.emplace(key(entry), &entry);
  }
  std::vector<T> changed;
  for (const T& entry : wanted) {
    const auto found = by_key.find(key(entry));
    if (found == by_key.end() || !(*found->second == entry)) {
      changed.push_back(entry);
    }
  }
  return changed;
}

// Only its end may be set, and not to a past day, on which it may have been used.
bool MayChange(const Procedure& stored, const Procedure& wanted, const std::string& today) {
  Procedure same = wanted;
  same.valid_to = stored.valid_to;
  return same == stored && stored.valid_to.empty() && wanted.valid_to >= today;
}

absl::Status CheckFrozen(const std::vector<Procedure>& changed,
                         const std::vector<Procedure>& stored, const std::string& today) {
  for (const Procedure& wanted : changed) {
    const auto found = std::find_if(stored.begin(), stored.end(), [&](const Procedure& other) {
      return other.code == wanted.code && other.version == wanted.version;
    });
    if (found != stored.end() && !MayChange(*found, wanted, today)) {
      return Error(absl::StatusCode::kFailedPrecondition, "VERSION_FROZEN",
                   "this version is already stored with different content; load a new version",
                   {{"code", wanted.code}, {"version", std::to_string(wanted.version)}});
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<CatalogueChange> DecideLoad(const Catalogue& wanted, const StoredCatalogue& stored,
                                           Instant now) {
  if (const auto faults = CheckCatalogue(wanted); !faults.empty()) {
    return ToError(faults);
  }
  if (!stored.province.empty() && stored.province != wanted.province) {
    return Error(absl::StatusCode::kFailedPrecondition, "PROVINCE_DIFFERS",
                 "this installation belongs to another province", {{"province", stored.province}});
  }
  CatalogueChange change{.province = wanted.province,
                         .province_name_vi = wanted.province_name_vi,
                         .agencies = Changed(wanted.agencies, stored.catalogue.agencies,
                                             [](const Agency& agency) { return agency.code; }),
                         .rule_sets = Changed(wanted.rule_sets, stored.catalogue.rule_sets,
                                              [](const RuleSet& rule_set) { return rule_set.id; }),
                         .procedures = Changed(wanted.procedures, stored.catalogue.procedures,
                                               [](const Procedure& procedure) {
                                                 return procedure.code + "/" +
                                                        std::to_string(procedure.version);
                                               }),
                         .at = now};
  MOTCUA_RETURN_IF_ERROR(CheckFrozen(change.procedures, stored.catalogue.procedures,
                                     calendar::FormatDate(calendar::DateOf(now))));
  return change;
}

}  // namespace motcua::intake
