#pragma once

#include <optional>
#include <string>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/command/frame.h"
#include "motcua/db/table.h"
#include "motcua/db/transaction.h"

#include "domain/transitions.h"

// A dossier as rows: its document with the columns used in queries (dossiers), a row per open task
// (open_tasks), and a row per change of its due date (deadline_ledger). No other file uses these
// columns.

namespace motcua::processing {

/// Reads dossiers by ids and codes, in order of ids.
db::Query DossiersQuery(const std::vector<std::string>& dossiers, db::Reading reading);
/// INTERNAL / DATA_CORRUPT for rows that our code cannot have written.
absl::StatusOr<std::vector<Dossier>> ReadDossiers(const db::Result& result);

/// Queues a new dossier with its open tasks; `limit_bytes` is the serialized motcua.type.v1.Limit
/// of its acceptance.
void InsertDossier(db::Transaction& transaction, const Dossier& dossier,
                   const std::string& limit_bytes);

/// Queues the differences, as one statement per table.
void UpdateDossiers(db::Transaction& transaction,
                    const std::vector<command::Written<DossierModel>>& changes);

/// One row of the ledger of due dates.
struct LedgerRow {
  std::string dossier_id;
  /// Sequence of the event that changed it; 0: acceptance.
  std::int64_t sequence = 0;
  Instant at{};
  std::string cause;
  std::optional<Instant> due_before;
  std::optional<Instant> due_after;
  std::string calendar_version;
  std::string legal_ground;
};
LedgerRow ToLedgerRow(const Dossier& after, const DeadlineChange& change);
void InsertLedger(db::Transaction& transaction, const std::vector<LedgerRow>& rows);
/// The first 1000 rows of a dossier, oldest first.
db::Query LedgerQuery(const std::string& dossier_id);
std::vector<LedgerRow> ReadLedger(const db::Result& result);

}  // namespace motcua::processing
