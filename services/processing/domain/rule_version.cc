#include "domain/rule_version.h"

#include "motcua/base/error.h"

namespace motcua::processing {

absl::StatusOr<std::vector<RuleVersion>> DecideLoad(
    const std::vector<RuleVersion>& wanted, const std::map<std::string, std::string>& stored) {
  std::vector<RuleVersion> added;
  for (const RuleVersion& version : wanted) {
    const auto found = stored.find(version.name);
    if (found == stored.end()) {
      added.push_back(version);
    } else if (found->second != version.document) {
      return Error(absl::StatusCode::kFailedPrecondition, "VERSION_FROZEN",
                   "this version is already stored with different content; load a new version",
                   {{"version", version.name}});
    }
  }
  return added;
}

}  // namespace motcua::processing
