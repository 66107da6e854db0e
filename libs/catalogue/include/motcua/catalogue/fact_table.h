#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "motcua/db/table.h"

namespace motcua::catalogue {

/// A fact as stored: its key, and epoch and sequence of the event that it came from.
struct Fact {
  std::string key;
  int epoch = 1;
  std::int64_t sequence = 0;
};

/// A table of facts. `key` is the column of `Fact::key`; the other two have the names of their
/// members; `columns` are the rest, including further ones of the primary key. An upsert changes
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
