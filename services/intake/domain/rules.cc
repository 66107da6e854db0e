#include "domain/rules.h"

#include <algorithm>
#include <set>

#include "motcua/calendar/in_force.h"

namespace motcua::intake {
namespace {

// The hierarchy of agencies has only a few levels; the check of a catalogue refuses cycles, and
// this limit prevents an endless loop on a damaged one.
constexpr int kMaxDepth = 16;

const Procedure* InForceVersion(const std::map<int, Procedure>& versions, const std::string& date) {
  const auto found = std::find_if(versions.rbegin(), versions.rend(), [&](const auto& entry) {
    return calendar::InForce(entry.second.valid_from, entry.second.valid_to, date);
  });
  return found == versions.rend() ? nullptr : &found->second;
}

template <typename Map>
const typename Map::mapped_type* Find(const Map& map, const typename Map::key_type& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

}  // namespace

Rules::Rules(Catalogue catalogue, const std::vector<ApprovedWorkflow>& workflows,
             std::shared_ptr<const calendar::WorkingCalendar> calendar)
    : calendar_(std::move(calendar)) {
  for (Agency& agency : catalogue.agencies) {
    for (const std::string& former : agency.former_codes) {
      former_agency_codes_.emplace(former, agency.code);
    }
    agencies_.emplace(agency.code, std::move(agency));
  }
  for (RuleSet& rule_set : catalogue.rule_sets) {
    rule_sets_.emplace(rule_set.id, std::move(rule_set));
  }
  for (Procedure& procedure : catalogue.procedures) {
    for (const std::string& former : procedure.former_codes) {
      former_procedure_codes_.emplace(NormaliseProcedureCode(former), procedure.code);
    }
    procedures_[procedure.code].emplace(procedure.version, std::move(procedure));
  }
  for (const ApprovedWorkflow& workflow : workflows) {
    ApprovedWorkflow& best = workflows_[workflow.id];
    if (best.version < workflow.version) {
      best = workflow;
    }
  }
}

const Agency* Rules::FindAgency(const std::string& code) const {
  if (const Agency* agency = Find(agencies_, code)) {
    return agency;
  }
  const std::string* present = Find(former_agency_codes_, code);
  return present == nullptr ? nullptr : Find(agencies_, *present);
}

const Procedure* Rules::FindProcedure(const std::string& code, const std::string& date) const {
  const std::string wanted = NormaliseProcedureCode(code);
  if (const auto* versions = Find(procedures_, wanted)) {
    return InForceVersion(*versions, date);
  }
  const std::string* present = Find(former_procedure_codes_, wanted);
  const auto* versions = present == nullptr ? nullptr : Find(procedures_, *present);
  return versions == nullptr ? nullptr : InForceVersion(*versions, date);
}

const Procedure* Rules::FindProcedureVersion(const std::string& code, int version) const {
  const auto* versions = Find(procedures_, code);
  return versions == nullptr ? nullptr : Find(*versions, version);
}

const RuleSet* Rules::FindRuleSet(const std::string& id) const {
  return Find(rule_sets_, id);
}

const RuleSet* Rules::RuleSetInForce(const std::string& date) const {
  const auto found = std::find_if(rule_sets_.begin(), rule_sets_.end(), [&](const auto& entry) {
    return calendar::InForce(entry.second.valid_from, entry.second.valid_to, date);
  });
  return found == rule_sets_.end() ? nullptr : &found->second;
}

const ApprovedWorkflow* Rules::FindWorkflow(const std::string& id) const {
  return Find(workflows_, id);
}

std::vector<std::string> Rules::WorkflowsMissing() const {
  std::set<std::string> missing;
  for (const auto& [code, versions] : procedures_) {
    for (const auto& [version, procedure] : versions) {
      if (!workflows_.contains(procedure.workflow_id)) {
        missing.insert(procedure.workflow_id);
      }
    }
  }
  return {missing.begin(), missing.end()};
}

std::vector<const Agency*> Rules::AgenciesAfter(const std::string& after, std::size_t limit) const {
  std::vector<const Agency*> found;
  for (auto it = agencies_.upper_bound(after); it != agencies_.end() && found.size() < limit;
       ++it) {
    found.push_back(&it->second);
  }
  return found;
}

std::vector<const Procedure*> Rules::ProceduresAfter(const std::string& after,
                                                     const std::string& date,
                                                     std::size_t limit) const {
  std::vector<const Procedure*> found;
  for (auto it = procedures_.upper_bound(after); it != procedures_.end() && found.size() < limit;
       ++it) {
    if (const Procedure* procedure = InForceVersion(it->second, date)) {
      found.push_back(procedure);
    }
  }
  return found;
}

bool Rules::IsCompetent(const Agency& agency, const Procedure& procedure) const {
  const auto& levels = procedure.handling_levels;
  const auto& named = procedure.handling_agencies;
  return std::find(levels.begin(), levels.end(), agency.level) != levels.end() ||
         std::find(named.begin(), named.end(), agency.code) != named.end();
}

const Agency* Rules::ParentOf(const Agency& agency) const {
  return agency.parent.empty() ? nullptr : FindAgency(agency.parent);
}

const Agency& Rules::SeatOf(const Agency& agency) const {
  const Agency* at = &agency;
  for (int depth = 0; depth < kMaxDepth; ++depth) {
    const bool stands_for_parent = at->level == AgencyLevel::kCentre ||
                                   at->level == AgencyLevel::kBranch ||
                                   at->level == AgencyLevel::kReceptionPoint;
    const Agency* parent = ParentOf(*at);
    if (!stands_for_parent || parent == nullptr) {
      break;
    }
    at = parent;
  }
  return *at;
}

bool Rules::IsWithinBoundary(const Agency& receiving, const Agency& handling) const {
  if (handling.level == AgencyLevel::kPartner || receiving.code == handling.code) {
    return true;
  }
  const std::string& seat = SeatOf(receiving).code;
  const Agency* at = &handling;
  for (int depth = 0; at != nullptr && depth < kMaxDepth; ++depth) {
    if (at->code == seat) {
      return true;
    }
    at = ParentOf(*at);
  }
  return false;
}

}  // namespace motcua::intake
