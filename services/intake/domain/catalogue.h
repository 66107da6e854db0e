#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "domain/channel.h"
#include "domain/limit.h"

namespace motcua::intake {

// The procedure catalogue, stored unchanged as loaded. Dates are local, YYYY-MM-DD, and therefore
// compare as text; an empty end is open. The numbers of the enumerations are those of
// motcua.catalogue.v1.

/// The source of a value, and whether it has been verified.
struct Source {
  std::string document;
  bool verified = false;
  std::string note;
  friend bool operator==(const Source&, const Source&) = default;
};

enum class AgencyLevel : int {
  kUnspecified = 0,
  kProvince = 1,
  kDepartment = 2,
  kDivision = 3,
  kCommune = 4,
  kCentre = 5,
  kBranch = 6,
  kReceptionPoint = 7,
  /// Historical data only: abolished on 1/7/2025.
  kDistrict = 8,
  /// Outside the province's hierarchy: tax, police, social insurance.
  kPartner = 9,
};

struct Agency {
  std::string code;
  std::vector<std::string> former_codes;
  std::string name_vi;
  AgencyLevel level = AgencyLevel::kUnspecified;
  std::string parent;
  std::string valid_from;
  std::string valid_to;
  std::string successor;
  bool receives = false;
  std::string place_class;
  Source source;
  friend bool operator==(const Agency&, const Agency&) = default;
};

enum class FeeTiming : int {
  kUnspecified = 0,
  kBeforeAcceptance = 1,
  kAfterAcceptance = 2,
  kFree = 3,
};

/// One fee line; empty channels, payer or variant match all.
struct Fee {
  std::string code;
  std::string name_vi;
  std::int64_t amount_vnd = 0;
  FeeTiming timing = FeeTiming::kUnspecified;
  std::vector<Channel> channels;
  std::string payer;
  std::string variant;
  std::string legal_ground;
  Source source;
  friend bool operator==(const Fee&, const Fee&) = default;
};

/// A required part (thành phần hồ sơ).
struct Part {
  std::string id;
  std::string name_vi;
  int originals = 0;
  int copies = 0;
  bool required = false;
  std::string condition_vi;
  std::vector<Channel> channels;
  std::string replaced_by;
  Source source;
  friend bool operator==(const Part&, const Part&) = default;
};

enum class OnlineLevel : int { kUnspecified = 0, kPartly = 1, kFully = 2 };

/// One version of an administrative procedure.
struct Procedure {
  std::string code;
  int version = 0;
  std::string valid_from;
  std::string valid_to;
  std::string name_vi;
  std::string field_code;
  std::string field_vi;
  std::vector<std::string> former_codes;
  std::vector<AgencyLevel> handling_levels;
  std::vector<std::string> handling_agencies;
  std::vector<Channel> channels;
  OnlineLevel online_level = OnlineLevel::kUnspecified;
  bool non_boundary = false;
  std::vector<Part> parts;
  std::vector<Fee> fees;
  std::vector<Limit> limits;
  std::string result_vi;
  std::string workflow_id;
  std::vector<std::string> legal_basis;
  Source source;
  friend bool operator==(const Procedure&, const Procedure&) = default;
};

/// Legal rules in force in a period. A dossier keeps the rule set under which it was filed.
struct RuleSet {
  std::string id;
  std::string valid_from;
  std::string valid_to;
  int acceptance_limit_hours = 0;
  int acceptance_alert_hours = 0;
  int supplement_limit_days = 0;
  int payment_limit_days = 0;
  int max_supplement_requests = 0;
  int max_extensions = 0;
  bool resume_allowed = false;
  std::vector<std::string> legal_basis;
  Source source;
  friend bool operator==(const RuleSet&, const RuleSet&) = default;
};

struct Catalogue {
  std::string province;
  std::string province_name_vi;
  std::vector<Agency> agencies;
  std::vector<RuleSet> rule_sets;
  std::vector<Procedure> procedures;
};

/// The first two groups of a procedure code: `1.014464.H12` is `1.014464` (law-2025 7).
std::string NormaliseProcedureCode(const std::string& code);

/// True when the list is empty (all channels) or holds the channel.
bool ForChannel(const std::vector<Channel>& channels, Channel channel);

/// The fees of a dossier due at that time: the sum over fee codes of the first matching line.
std::int64_t FeeDue(const Procedure& procedure, FeeTiming timing, Channel channel,
                    const std::string& payer, const std::string& variant);

/// Number of values marked as unverified.
int CountUnverified(const Catalogue& catalogue);

}  // namespace motcua::intake
