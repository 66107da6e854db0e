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
/// The columns that ReadPetitions needs from a SELECT of `petitions p`.
const std::string& PetitionColumns();
std::vector<Petition> ReadPetitions(const db::Result& result);
/// Queues new and changed petitions.
void WritePetitions(db::Transaction& transaction,
                    const std::vector<command::Written<PetitionModel>>& petitions);

/// One line of the history of a petition.
struct HistoryRow {
  std::string petition_id;
  /// Revision of the petition after it.
  std::int64_t revision = 0;
  HistoryLine line;
};
void InsertHistory(db::Transaction& transaction, const std::vector<HistoryRow>& rows);

/// One row of what a petition sent again is found by.
struct LikenessRow {
  std::string likeness;
  Instant sent_at{};
  std::string petition_id;
};
void AddLikenesses(const Petition& petition, std::vector<LikenessRow>& rows);
void InsertLikenesses(db::Transaction& transaction, const std::vector<LikenessRow>& rows);

/// Oldest first.
db::Query HistoryQuery(const std::string& petition_id);
std::vector<HistoryLine> ReadHistory(const db::Result& result);

}  // namespace motcua::feedback
