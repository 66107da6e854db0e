#pragma once

#include <string>
#include <vector>

#include "motcua/db/table.h"
#include "motcua/db/transaction.h"

#include "domain/paper.h"

namespace motcua::intake {

/// Queues new papers, as one statement.
void InsertPapers(db::Transaction& transaction, const std::vector<const Paper*>& papers);

}  // namespace motcua::intake
