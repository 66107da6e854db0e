#pragma once

#include "motcua/db/connection.h"
#include "motcua/db/statement.h"

#include "usecase/ports.h"

namespace motcua::feedback {

/// By id or any spelling of the code.
db::Query FindPetitionQuery(const std::string& petition, bool lock);
Petition ReadPetition(const db::Result& rows, std::size_t row);
db::Query InsertPetitionQuery(const Petition& petition);
db::Query UpdatePetitionQuery(const Petition& petition);

db::Query InsertHistoryQuery(const Petition& petition, const HistoryLine& line);
HistoryLine ReadHistoryLine(const db::Result& rows, std::size_t row);

}  // namespace motcua::feedback
