#pragma once

#include <absl/status/statusor.h>

#include "usecase/ports.h"

namespace motcua::feedback {

/// Loads a version of the limits on petitions. Needs no idempotency key, because loading the same
/// again changes nothing. Thread-safe.
class LoadRules {
 public:
  explicit LoadRules(UnitOfWork& work) : work_(work) {}

  /// True if the version is new; a dry run gives the same answer but writes nothing.
  /// INVALID_ARGUMENT / PETITION_RULES_INVALID, FAILED_PRECONDITION / VERSION_FROZEN for a stored
  /// version with different content.
  absl::StatusOr<bool> Execute(const CallContext& call, const PetitionRules& rules,
                               bool dry_run) const;

 private:
  UnitOfWork& work_;
};

}  // namespace motcua::feedback
