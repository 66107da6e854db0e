#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "motcua/db/table.h"

namespace motcua::catalogue {

/// A fact as a table keeps it: its name, and which event of its owner said it last.
struct Fact {
  std::string key;
  int epoch = 1;
  std::int64_t sequence = 0;
};

/// A table of facts. `key` is the column of `Fact::key`; `epoch` and `sequence` are called so;
/// `columns` are what else is kept, among them further ones of the primary key. An upsert changes
/// a row only for a greater (epoch, sequence): an owner that was restored from a backup counts
/// again from an earlier sequence, in a higher epoch.
template <std::derived_from<Fact> Row>
db::Table<Row> FactTable(std::string name, std::string key, std::vector<db::Column<Row>> columns) {
  columns.insert(columns.begin(), {db::Key(db::Field<Row>(std::move(key), &Fact::key)),
                                   db::Version(db::Field<Row>("epoch", &Fact::epoch)),
                                   db::Version(db::Field<Row>("sequence", &Fact::sequence))});
  return {std::move(name), std::move(columns)};
}

}  // namespace motcua::catalogue
