#pragma once

#include <absl/status/statusor.h>

#include "usecase/ports.h"

namespace motcua::feedback {

/// Loads a version of the limits on petitions. Needs no key: loading the same again changes
/// nothing. Thread-safe.
class LoadRules {
 public:
  explicit LoadRules(UnitOfWork& work) : work_(work) {}

  /// True when it is new; a dry run gives the same answer and writes nothing. INVALID_ARGUMENT /
  /// PETITION_RULES_INVALID, FAILED_PRECONDITION / VERSION_FROZEN for a known version with other
  /// content.
  absl::StatusOr<bool> Execute(const CallContext& call, const PetitionRules& rules,
                               bool dry_run) const;

 private:
  UnitOfWork& work_;
};

}  // namespace motcua::feedback
