#pragma once

#include <string>
#include <vector>

#include "motcua/db/table.h"
#include "motcua/db/transaction.h"

#include "domain/rating.h"

namespace motcua::feedback {

/// The statements that read handed-over dossiers by look-up keys, and whether they are rated.
std::vector<db::Query> RatedDossiersQueries(const std::vector<std::string>& lookup_keys,
                                            db::Reading reading);
std::vector<RatedDossier> ReadRatedDossiers(const std::vector<db::Result>& results);
/// Queues ratings and the counters of their day.
void InsertRatings(db::Transaction& transaction, const std::vector<Rating>& ratings);

}  // namespace motcua::feedback
