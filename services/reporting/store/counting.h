#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "motcua/db/transaction.h"

#include "domain/dossier_count.h"
#include "domain/payment.h"
#include "domain/petition_count.h"

namespace motcua::reporting {

/// A dossier's row: its counted state, and other columns shown in the overdue list.
struct DossierRow {
  std::int64_t generation = 0;
  std::string dossier_id;
  CountedDossier counted;
  std::string code;
  std::optional<Instant> received_at;
  std::optional<Instant> due_at;
  std::string current_agency;
  std::string step_name_vi;
};

/// The key of a sum: a row of table counters.
struct Counter {
  /// 'd' a day, 'm' a month.
  char span = 'd';
  calendar::LocalDate start{};
  std::string agency;
  std::string procedure;
  int procedure_version = 0;
  auto operator<=>(const Counter&) const = default;
};
using CounterSums = std::map<Counter, Sums>;
/// Adds the changes of a dossier's event to its days and their months.
void AddTo(CounterSums& sums, const CountedDossier& dossier, const std::vector<DayChange>& changes);

/// Writes a generation of counters in the transaction that moves the cursors (design rule 9). The
/// generation of a slot is read under a shared lock that the swap takes exclusively, so nothing is
/// counted into a generation that is being deleted: UNAVAILABLE / GENERATION_GONE, and the messages
/// are delivered again to the remaining generations.
///
/// Locks are taken in one order everywhere: cursors, dossiers, payments and then
/// references by key, counters by span and day, stripe.

struct LockedDossiers {
  std::int64_t generation = 0;
  /// By id; a dossier without a row is missing.
  std::map<std::string, CountedDossier> dossiers;
};
absl::StatusOr<LockedDossiers> LockDossiers(db::Transaction& transaction, int slot,
                                            const std::vector<std::string>& dossier_ids);
/// Queues the rows, the payments and the changes of `events` events, as one statement per table. A
/// dossier that was never received has no row. A debt that is stored already is left out, and the
/// row of a reference makes replicas wait for each other, so each counts the other's debts.
void SaveDossiers(db::Transaction& transaction, std::int64_t generation,
                  const std::vector<DossierRow>& rows, const std::vector<Payment>& payments,
                  const CounterSums& sums, std::size_t events);

/// A petition's row.
struct PetitionRow {
  std::int64_t generation = 0;
  std::string petition_id;
  CountedPetition counted;
};

/// Changes per local day on which answers are due: petitions due, and those answered in time.
using PetitionDays = std::map<calendar::LocalDate, std::pair<int, int>>;
void AddTo(PetitionDays& days, const CountedPetition& before, const CountedPetition& after);

struct LockedPetitions {
  std::int64_t generation = 0;
  /// By id; a petition without a row is missing.
  std::map<std::string, CountedPetition> petitions;
};
absl::StatusOr<LockedPetitions> LockPetitions(db::Transaction& transaction, int slot,
                                              const std::vector<std::string>& petition_ids);
/// Like SaveDossiers.
void SavePetitions(db::Transaction& transaction, std::int64_t generation,
                   const std::vector<PetitionRow>& rows, const PetitionDays& days,
                   std::size_t events);

}  // namespace motcua::reporting
