#include "domain/catalogue_check.h"

#include <algorithm>
#include <map>
#include <set>

#include "motcua/base/error.h"
#include "motcua/calendar/in_force.h"
#include "motcua/calendar/time_zone.h"
#include "motcua/dossier/dossier_code.h"
#include "motcua/text/text.h"

namespace motcua::intake {
namespace {

constexpr std::size_t kMaxCode = 35;  // QĐ 20/2020

bool IsPartnerCode(const std::string& code) {
  return !code.empty() && code.size() <= kMaxCode &&
         std::all_of(code.begin(), code.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.';
         });
}

// Two groups: `1.001193`.
bool IsProcedureCode(const std::string& code) {
  const std::size_t dot = code.find('.');
  return dot != std::string::npos && text::IsDigits(code.substr(0, dot), 1, 2) &&
         text::IsDigits(code.substr(dot + 1), 3, 9);
}

// Identifiers defined in our data: `to-khai`, `nd118-2025`.
bool IsIdentifier(const std::string& id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
}

std::string At(const char* list, std::size_t index) {
  return std::string(list) + "[" + std::to_string(index) + "]";
}

class Checker {
 public:
  explicit Checker(const Catalogue& catalogue) : catalogue_(catalogue) {}

  std::vector<CatalogueFault> Run() {
    if (!dossier::IsNewAgencyCode(catalogue_.province)) {
      Add("province", "CODE_INVALID", "the province's code of level 1 is required");
    }
    IndexAgencies();
    for (std::size_t i = 0; i < catalogue_.agencies.size(); ++i) {
      CheckAgency(catalogue_.agencies[i], At("agencies", i));
    }
    CheckRuleSets();
    std::set<std::pair<std::string, int>> versions;
    for (std::size_t i = 0; i < catalogue_.procedures.size(); ++i) {
      const Procedure& procedure = catalogue_.procedures[i];
      const std::string path = At("procedures", i);
      if (!versions.emplace(procedure.code, procedure.version).second) {
        Add(path + ".version", "CODE_DUPLICATE", "this version of the procedure is listed twice");
      }
      CheckProcedure(procedure, path);
    }
    return std::move(faults_);
  }

 private:
  void Add(std::string field, std::string reason, std::string message) {
    faults_.push_back({std::move(field), std::move(reason), std::move(message)});
  }

  void IndexAgencies() {
    std::map<std::string, std::string> by_key;
    for (std::size_t i = 0; i < catalogue_.agencies.size(); ++i) {
      const Agency& agency = catalogue_.agencies[i];
      const std::string field = At("agencies", i) + ".code";
      if (!agencies_.emplace(agency.code, &agency).second) {
        Add(field, "CODE_DUPLICATE", "this agency is listed twice");
        continue;
      }
      const auto [other, added] = by_key.emplace(dossier::LookupKey(agency.code), agency.code);
      if (!added) {
        Add(field, "CODE_AMBIGUOUS",
            "without separators the code equals that of " + other->second +
                ": their dossier codes would collide");
      }
    }
  }

  void CheckDates(const std::string& from, const std::string& to, const std::string& path) {
    const bool from_ok = calendar::ParseDate(from).ok();
    const bool to_ok = to.empty() || calendar::ParseDate(to).ok();
    if (!from_ok) {
      Add(path + ".valid_from", "DATE_INVALID", "a date YYYY-MM-DD is required");
    }
    if (!to_ok) {
      Add(path + ".valid_to", "DATE_INVALID", "must be a date YYYY-MM-DD or empty");
    }
    if (from_ok && to_ok && !to.empty() && to < from) {
      Add(path + ".valid_to", "DATES_REVERSED", "it ends before it begins");
    }
  }

  void CheckName(const std::string& name, const std::string& path) {
    if (text::IsBlank(name)) {
      Add(path + ".name_vi", "NAME_MISSING", "a name is required");
    }
  }

  // True when the chain of parents leads back to the agency.
  bool HasCycle(const Agency& agency) const {
    const Agency* at = &agency;
    for (std::size_t steps = 0; steps <= agencies_.size(); ++steps) {
      const auto parent = agencies_.find(at->parent);
      if (at->parent.empty() || parent == agencies_.end()) {
        return false;
      }
      at = parent->second;
    }
    return true;
  }

  void CheckAgency(const Agency& agency, const std::string& path) {
    const bool partner = agency.level == AgencyLevel::kPartner;
    const bool code_ok =
        partner ? IsPartnerCode(agency.code) : dossier::ValidateAgencyCode(agency.code).ok();
    if (!code_ok) {
      Add(path + ".code", "CODE_INVALID", "not an agency identifier (QĐ 20/2020)");
    }
    CheckName(agency.name_vi, path);
    if (agency.level == AgencyLevel::kUnspecified) {
      Add(path + ".level", "LEVEL_MISSING", "the level of the agency is required");
    }
    CheckDates(agency.valid_from, agency.valid_to, path);
    if (!agency.parent.empty() && !agencies_.contains(agency.parent)) {
      Add(path + ".parent", "PARENT_UNKNOWN", "no such agency: " + agency.parent);
    } else if (HasCycle(agency)) {
      Add(path + ".parent", "PARENT_CYCLE", "the chain of parents is circular");
    }
    if (!agency.successor.empty() && !agencies_.contains(agency.successor)) {
      Add(path + ".successor", "SUCCESSOR_UNKNOWN", "no such agency: " + agency.successor);
    }
    // A receiving agency's code is the prefix of its dossiers' codes.
    if (agency.receives && (partner || agency.level == AgencyLevel::kDistrict || !code_ok)) {
      Add(path + ".receives", "CANNOT_RECEIVE", "a partner or a district cannot receive dossiers");
    }
  }

  void CheckRuleSets() {
    const auto& rule_sets = catalogue_.rule_sets;
    if (rule_sets.empty()) {
      Add("rule_sets", "RULE_SET_MISSING", "at least one rule set is required");
    }
    std::set<std::string> ids;
    for (std::size_t i = 0; i < rule_sets.size(); ++i) {
      const RuleSet& rules = rule_sets[i];
      const std::string path = At("rule_sets", i);
      if (!IsIdentifier(rules.id)) {
        Add(path + ".id", "CODE_INVALID",
            "an identifier of a-z, 0-9, '-', '_' and '.' is required");
      }
      if (!ids.insert(rules.id).second) {
        Add(path + ".id", "CODE_DUPLICATE", "this rule set is listed twice");
      }
      CheckDates(rules.valid_from, rules.valid_to, path);
      for (std::size_t j = 0; j < i; ++j) {
        if (calendar::InForce(rules.valid_from, rules.valid_to, rule_sets[j].valid_from) ||
            calendar::InForce(rule_sets[j].valid_from, rule_sets[j].valid_to, rules.valid_from)) {
          Add(path + ".valid_from", "RULE_SETS_OVERLAP",
              "its period overlaps that of " + rule_sets[j].id);
        }
      }
      CheckRuleValues(rules, path);
    }
  }

  void CheckRange(int value, int least, int most, const std::string& field) {
    if (value < least || value > most) {
      Add(field, "RULE_VALUE_INVALID",
          "must be between " + std::to_string(least) + " and " + std::to_string(most));
    }
  }

  void CheckRuleValues(const RuleSet& rules, const std::string& path) {
    CheckRange(rules.acceptance_limit_hours, 1, 400, path + ".acceptance_limit_hours");
    CheckRange(rules.acceptance_alert_hours, 1, std::max(rules.acceptance_limit_hours, 1),
               path + ".acceptance_alert_hours");
    CheckRange(rules.supplement_limit_days, 1, 400, path + ".supplement_limit_days");
    CheckRange(rules.payment_limit_days, 1, 400, path + ".payment_limit_days");
    CheckRange(rules.max_supplement_requests, 1, 100, path + ".max_supplement_requests");
    CheckRange(rules.max_extensions, 0, 100, path + ".max_extensions");
  }

  void CheckChannels(const std::vector<Channel>& channels, const std::string& field) {
    if (std::find(channels.begin(), channels.end(), Channel::kUnspecified) != channels.end()) {
      Add(field, "CHANNEL_INVALID", "a channel must be DIRECT, ONLINE or POST");
    }
  }

  void CheckProcedure(const Procedure& procedure, const std::string& path) {
    if (!IsProcedureCode(procedure.code)) {
      Add(path + ".code", "CODE_INVALID", "a national code of two groups is required");
    }
    if (procedure.version < 1) {
      Add(path + ".version", "VERSION_INVALID", "the version must be at least 1");
    }
    CheckDates(procedure.valid_from, procedure.valid_to, path);
    CheckName(procedure.name_vi, path);
    if (procedure.channels.empty()) {
      Add(path + ".channels", "CHANNELS_MISSING", "at least one channel is required");
    }
    CheckChannels(procedure.channels, path + ".channels");
    const bool online =
        !procedure.channels.empty() && ForChannel(procedure.channels, Channel::kOnline);
    if (online != (procedure.online_level != OnlineLevel::kUnspecified)) {
      Add(path + ".online_level", "ONLINE_LEVEL_INVALID",
          "must be given if and only if ONLINE is among the channels");
    }
    CheckHandling(procedure, path);
    if (procedure.workflow_id.empty()) {
      Add(path + ".workflow_id", "WORKFLOW_MISSING", "the workflow that processes it is required");
    }
    CheckParts(procedure, path);
    CheckFees(procedure, path);
    CheckLimits(procedure, path);
  }

  void CheckHandling(const Procedure& procedure, const std::string& path) {
    if (procedure.handling_levels.empty() && procedure.handling_agencies.empty()) {
      Add(path + ".handling_levels", "HANDLING_MISSING", "at least one agency must handle it");
    }
    for (std::size_t i = 0; i < procedure.handling_levels.size(); ++i) {
      if (procedure.handling_levels[i] == AgencyLevel::kUnspecified) {
        Add(path + "." + At("handling_levels", i), "LEVEL_MISSING", "unknown level");
      }
    }
    for (std::size_t i = 0; i < procedure.handling_agencies.size(); ++i) {
      if (!agencies_.contains(procedure.handling_agencies[i])) {
        Add(path + "." + At("handling_agencies", i), "AGENCY_UNKNOWN",
            "no such agency: " + procedure.handling_agencies[i]);
      }
    }
  }

  void CheckParts(const Procedure& procedure, const std::string& path) {
    std::set<std::string> ids;
    for (std::size_t i = 0; i < procedure.parts.size(); ++i) {
      const Part& part = procedure.parts[i];
      const std::string at = path + "." + At("parts", i);
      if (!IsIdentifier(part.id)) {
        Add(at + ".id", "PART_ID_INVALID",
            "an identifier of a-z, 0-9, '-', '_' and '.' is required");
      }
      if (!ids.insert(part.id).second) {
        Add(at + ".id", "PART_DUPLICATE", "this part is listed twice");
      }
      CheckName(part.name_vi, at);
      if (part.originals < 0 || part.copies < 0) {
        Add(at, "COUNT_INVALID", "numbers of papers must not be negative");
      }
      CheckChannels(part.channels, at + ".channels");
    }
  }

  void CheckFees(const Procedure& procedure, const std::string& path) {
    for (std::size_t i = 0; i < procedure.fees.size(); ++i) {
      const Fee& fee = procedure.fees[i];
      const std::string at = path + "." + At("fees", i);
      if (!IsIdentifier(fee.code)) {
        Add(at + ".code", "CODE_INVALID",
            "an identifier of a-z, 0-9, '-', '_' and '.' is required");
      }
      if (fee.amount_vnd < 0) {
        Add(at + ".amount_vnd", "FEE_INVALID", "an amount must not be negative");
      }
      if (fee.timing == FeeTiming::kUnspecified) {
        Add(at + ".timing", "FEE_INVALID", "the time when the fee is due is required");
      }
      if (fee.timing == FeeTiming::kFree && fee.amount_vnd > 0) {
        Add(at + ".amount_vnd", "FEE_INVALID", "a free item must have the amount 0");
      }
      CheckChannels(fee.channels, at + ".channels");
    }
  }

  void CheckLimits(const Procedure& procedure, const std::string& path) {
    std::set<std::string> variants = {""};
    for (std::size_t i = 0; i < procedure.limits.size(); ++i) {
      const Limit& limit = procedure.limits[i];
      const std::string at = path + "." + At("limits", i);
      if (const auto rule = ToLimitRule(limit); !rule.ok()) {
        const ErrorMetadata metadata = Metadata(rule.status());
        Add(at + "." + (metadata.empty() ? "value" : metadata.front().second),
            Reason(rule.status()), Message(rule.status()));
      }
      CheckChannels(limit.channels, at + ".channels");
      variants.insert(limit.variant);
    }
    if (procedure.limits.empty()) {
      return;  // no legal limit
    }
    // Every dossier must match one of the limits; a missing appointment would otherwise look like
    // "no legal limit".
    for (const std::string& variant : variants) {
      for (const Channel channel : procedure.channels) {
        const bool covered =
            std::any_of(procedure.limits.begin(), procedure.limits.end(), [&](const Limit& limit) {
              return limit.stage <= 1 && limit.place_class.empty() && limit.variant == variant &&
                     ForChannel(limit.channels, channel);
            });
        if (!covered) {
          Add(path + ".limits", "LIMIT_NOT_COVERING",
              "no limit without a place class exists for channel " +
                  std::to_string(static_cast<int>(channel)) + ", variant '" + variant + "'");
        }
      }
    }
  }

  const Catalogue& catalogue_;
  std::map<std::string, const Agency*> agencies_;
  std::vector<CatalogueFault> faults_;
};

}  // namespace

std::vector<CatalogueFault> CheckCatalogue(const Catalogue& catalogue) {
  return Checker(catalogue).Run();
}

absl::Status ToError(const std::vector<CatalogueFault>& faults) {
  const std::string count = std::to_string(faults.size());
  ErrorMetadata metadata = {{"faults", count}};
  for (const CatalogueFault& fault : faults) {
    metadata.emplace_back(fault.field, fault.reason + ": " + fault.message);
  }
  return WithReason(absl::StatusCode::kInvalidArgument, "CATALOGUE_INVALID",
                    "the catalogue has " + count + " fault(s); nothing was applied", metadata);
}

}  // namespace motcua::intake
