#pragma once

#include <absl/status/statusor.h>

#include "motcua/base/clock.h"

#include "usecase/ports.h"

namespace motcua::intake {

/// Checks a whole catalogue and applies what is new or changed in one transaction, or nothing.
/// Loading the same again changes nothing, so it needs no idempotency key. What is no longer in the
/// document stays: an agency or procedure ends by its date, never by being left out. Thread-safe.
///
/// Errors: INVALID_ARGUMENT / CATALOGUE_INVALID with every fault; FAILED_PRECONDITION /
/// VERSION_FROZEN when a stored procedure version would change otherwise than by getting an end
/// that is not past (a dossier may have used it); FAILED_PRECONDITION / PROVINCE_DIFFERS when the
/// installation is another province's.
class LoadCatalogue {
 public:
  struct Output {
    int agencies_changed = 0;
    int rule_sets_changed = 0;
    int procedures_changed = 0;
    int unverified = 0;
  };

  LoadCatalogue(UnitOfWork& work, const Clock& clock) : work_(work), clock_(clock) {}
  absl::StatusOr<Output> Execute(const CallContext& call, const Catalogue& catalogue,
                                 bool dry_run) const;

 private:
  UnitOfWork& work_;
  const Clock& clock_;
};

}  // namespace motcua::intake
