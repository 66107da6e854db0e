#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "motcua/db/transaction.h"

#include "domain/dossier_count.h"
#include "domain/petition_count.h"

namespace motcua::reporting {

/// A dossier as its row says, beside what counts: for the overdue list.
struct ShownDossier {
  std::string code;
  std::optional<Instant> received_at;
  std::optional<Instant> due_at;
  std::string current_agency;
  std::string step_name_vi;
};

/// Writing a generation of counters inside the transaction that moves the cursor (design rule 9).
/// Which generation a slot holds is read under a shared lock that the swap takes whole, so nothing
/// is counted into a generation that is being taken down: UNAVAILABLE / GENERATION_GONE, and the
/// message comes again, to those who are left.
///
/// Locks are taken in one order everywhere: cursor, dossier, counters by span and day, stripe.

struct LockedDossier {
  std::int64_t generation = 0;
  /// As before its first event when there is no row.
  CountedDossier dossier;
};
absl::StatusOr<LockedDossier> LockDossier(db::Transaction& transaction, int slot,
                                          const std::string& dossier_id);
/// Queues the row and what the event adds. A dossier never received has no row.
void SaveDossier(db::Transaction& transaction, std::int64_t generation,
                 const std::string& dossier_id, const CountedDossier& dossier,
                 const ShownDossier& shown, const std::vector<DayChange>& changes);

struct LockedPetition {
  std::int64_t generation = 0;
  CountedPetition petition;
};
absl::StatusOr<LockedPetition> LockPetition(db::Transaction& transaction, int slot,
                                            const std::string& petition_id);
void SavePetition(db::Transaction& transaction, std::int64_t generation,
                  const std::string& petition_id, const CountedPetition& before,
                  const CountedPetition& after);

}  // namespace motcua::reporting
