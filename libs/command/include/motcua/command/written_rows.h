#pragma once

#include <vector>

#include "motcua/command/frame.h"
#include "motcua/db/table.h"
#include "motcua/db/transaction.h"

namespace motcua::command {

/// Queues the aggregates of a batch whose whole state is one row of `table`: new ones and
/// changed ones, as one statement each.
template <typename Model>
void WriteRows(db::Transaction& transaction, const db::Table<typename Model::Aggregate>& table,
               const std::vector<Written<Model>>& aggregates) {
  using Aggregate = typename Model::Aggregate;
  std::vector<const Aggregate*> made;
  std::vector<const Aggregate*> changed;
  for (const Written<Model>& aggregate : aggregates) {
    (aggregate.before == nullptr ? made : changed).push_back(aggregate.after);
  }
  const auto row = [](const Aggregate* aggregate) -> const Aggregate& { return *aggregate; };
  if (!made.empty()) {
    transaction.Write(table.Insert(made, row));
  }
  if (!changed.empty()) {
    transaction.Write(table.Update(changed, row));
  }
}

}  // namespace motcua::command
