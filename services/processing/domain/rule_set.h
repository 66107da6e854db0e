#pragma once

#include <string>

namespace motcua::processing {

/// Legal rules after acceptance, by date (design rule 12). Immutable.
struct RuleSet {
  std::string id;
  int supplement_limit_days = 15;
  int payment_limit_days = 15;
  int max_supplement_requests = 1;
  int max_extensions = 1;
  bool resume_allowed = false;
};

}  // namespace motcua::processing
