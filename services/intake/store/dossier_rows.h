#pragma once

#include <string>
#include <vector>

#include "motcua/command/frame.h"
#include "motcua/db/table.h"
#include "motcua/db/transaction.h"

#include "domain/transitions.h"
#include "usecase/ports.h"

namespace motcua::intake {

// A dossier as rows: one in `dossiers`, and others in `lookup_secrets`, `receipts` and
// `dossier_papers`. No other file uses these columns.

/// Reads dossiers by ids and codes in any spelling, in order of ids.
db::Query DossiersQuery(const std::vector<std::string>& dossiers, db::Reading reading);
/// The work list of a counter: waiting dossiers, earliest deadline first.
db::Query WaitingQuery(const ListQuery& query);
std::vector<Dossier> ReadDossiers(const db::Result& result);

/// Queues new dossiers and changed ones, as one statement each.
void WriteDossiers(db::Transaction& transaction,
                   const std::vector<command::Written<DossierModel>>& dossiers);

/// Queues the other rows of changes: the secret of a new dossier, the papers it refers to, and the
/// receipt printed at acceptance, without the secret.
void WriteBeside(db::Transaction& transaction,
                 const std::vector<command::Change<DossierModel>>& changes);

}  // namespace motcua::intake
