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
#include "domain/petition_count.h"

namespace motcua::reporting {

/// A dossier as its row says: what counts, and what the overdue list shows beside it.
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

/// Where a sum stands: a row of table counters.
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
/// What a dossier's event adds, to its days and their months.
void AddTo(CounterSums& sums, const CountedDossier& dossier, const std::vector<DayChange>& changes);

/// Writing a generation of counters inside the transaction that moves the cursors (design rule 9).
/// Which generation a slot holds is read under a shared lock that the swap takes whole, so nothing
/// is counted into a generation that is being taken down: UNAVAILABLE / GENERATION_GONE, and the
/// messages come again, to those who are left.
///
/// Locks are taken in one order everywhere: cursors, dossiers, counters by span and day, stripe.

struct LockedDossiers {
  std::int64_t generation = 0;
  /// By id; none for a dossier that has no row.
  std::map<std::string, CountedDossier> dossiers;
};
absl::StatusOr<LockedDossiers> LockDossiers(db::Transaction& transaction, int slot,
                                            const std::vector<std::string>& dossier_ids);
/// Queues the rows and what `events` events add, each table as one statement. A dossier never
/// received has no row.
void SaveDossiers(db::Transaction& transaction, std::int64_t generation,
                  const std::vector<DossierRow>& rows, const CounterSums& sums, std::size_t events);

/// A petition as its row says.
struct PetitionRow {
  std::int64_t generation = 0;
  std::string petition_id;
  CountedPetition counted;
};

/// What events add to the local days on which answers are due: petitions due, and of them in time.
using PetitionDays = std::map<calendar::LocalDate, std::pair<int, int>>;
void AddTo(PetitionDays& days, const CountedPetition& before, const CountedPetition& after);

struct LockedPetitions {
  std::int64_t generation = 0;
  /// By id; none for a petition that has no row.
  std::map<std::string, CountedPetition> petitions;
};
absl::StatusOr<LockedPetitions> LockPetitions(db::Transaction& transaction, int slot,
                                              const std::vector<std::string>& petition_ids);
/// As SaveDossiers.
void SavePetitions(db::Transaction& transaction, std::int64_t generation,
                   const std::vector<PetitionRow>& rows, const PetitionDays& days,
                   std::size_t events);

}  // namespace motcua::reporting
