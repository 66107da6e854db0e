#pragma once

#include <string>
#include <vector>

#include "motcua/command/frame.h"
#include "motcua/db/table.h"
#include "motcua/db/transaction.h"

#include "domain/transitions.h"

namespace motcua::feedback {

/// Petitions by ids and codes, in order of ids.
db::Query PetitionsQuery(const std::vector<std::string>& petitions, db::Reading reading);
/// What a SELECT of `petitions p` has to name for ReadPetitions.
const std::string& PetitionColumns();
std::vector<Petition> ReadPetitions(const db::Result& result);
/// Queues new petitions and what has changed in known ones.
void WritePetitions(db::Transaction& transaction,
                    const std::vector<command::Written<PetitionModel>>& petitions);

/// One line of the history of a petition.
struct HistoryRow {
  std::string petition_id;
  /// That the petition had after it.
  std::int64_t revision = 0;
  HistoryLine line;
};
void InsertHistory(db::Transaction& transaction, const std::vector<HistoryRow>& rows);
/// Oldest first.
db::Query HistoryQuery(const std::string& petition_id);
std::vector<HistoryLine> ReadHistory(const db::Result& result);

}  // namespace motcua::feedback
