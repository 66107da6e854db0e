#pragma once

#include <map>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

namespace motcua::processing {

/// A version of a workflow or of the calendar, of which dossiers keep the name: its content never
/// changes.
struct RuleVersion {
  /// `workflow/<id>/<version>`, `calendar/<version>`.
  std::string name;
  std::string document;

  friend bool operator==(const RuleVersion&, const RuleVersion&) = default;
};

/// Those of `wanted` that a load adds; `stored` are documents by name. FAILED_PRECONDITION /
/// VERSION_FROZEN with the version if one is stored with different content.
absl::StatusOr<std::vector<RuleVersion>> DecideLoad(
    const std::vector<RuleVersion>& wanted, const std::map<std::string, std::string>& stored);

}  // namespace motcua::processing
