#pragma once

#include <absl/status/statusor.h>

#include "motcua/base/clock.h"

#include "usecase/ports.h"

namespace motcua::intake {

/// Checks a whole catalogue and applies what is new or changed in one transaction, or nothing.
/// Loading the same again changes nothing, so it needs no idempotency key. Entries missing from the
/// document stay in the catalogue: an agency or procedure is ended by its date, not by being left
/// out. Thread-safe.
///
/// Errors: INVALID_ARGUMENT / CATALOGUE_INVALID with all faults; FAILED_PRECONDITION /
/// VERSION_FROZEN when a stored procedure version, which a dossier may have used, would change in
/// any way other than getting an end that is not in the past; FAILED_PRECONDITION /
/// PROVINCE_DIFFERS when the installation belongs to another province.
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
