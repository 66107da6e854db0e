#pragma once

#include <string>
#include <vector>

#include "motcua/db/table.h"
#include "motcua/db/transaction.h"

#include "domain/petition.h"

namespace motcua::feedback {

/// Petitions by ids and codes, in order of ids.
db::Query PetitionsQuery(const std::vector<std::string>& petitions, db::Reading reading);
/// What a SELECT of `petitions p` has to name for ReadPetitions.
const std::string& PetitionColumns();
std::vector<Petition> ReadPetitions(const db::Result& result);
/// Whether `reference`, an id or a code as somebody wrote it, means this petition.
bool IsMeant(const Petition& petition, const std::string& reference);

void InsertPetitions(db::Transaction& transaction, const std::vector<Petition>& petitions);
void UpdatePetitions(db::Transaction& transaction, const std::vector<Petition>& petitions);

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
