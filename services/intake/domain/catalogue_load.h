#pragma once

#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/base/clock.h"

#include "domain/catalogue.h"

namespace motcua::intake {

/// The catalogue as stored.
struct StoredCatalogue {
  std::string province;
  Catalogue catalogue;
};

/// What one load of a catalogue changes.
struct CatalogueChange {
  std::string province;
  std::string province_name_vi;
  std::vector<Agency> agencies;
  std::vector<RuleSet> rule_sets;
  std::vector<Procedure> procedures;
  Instant at{};

  bool empty() const { return agencies.empty() && rule_sets.empty() && procedures.empty(); }
};

/// What a load of `wanted` at `now` changes: entries that are new or different. Entries missing
/// from it stay in the catalogue: an agency or procedure is ended by its date, not by being left
/// out.
///
/// Errors: INVALID_ARGUMENT / CATALOGUE_INVALID with all faults; FAILED_PRECONDITION /
/// VERSION_FROZEN when a stored procedure version, which a dossier may have used, would change in
/// any way other than getting an end that is not in the past; FAILED_PRECONDITION /
/// PROVINCE_DIFFERS when the installation belongs to another province.
absl::StatusOr<CatalogueChange> DecideLoad(const Catalogue& wanted, const StoredCatalogue& stored,
                                           Instant now);

}  // namespace motcua::intake
