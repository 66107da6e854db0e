#pragma once

#include <map>
#include <string>

namespace motcua::testing {

/// The number of rows and a hash of the content of every table of a database, by name: two
/// snapshots are equal if nothing was written in between. Reads every row, so use it for small test
/// databases only. An error ends the test program. Thread-safe.
std::map<std::string, std::string> SnapshotTables(const std::string& dsn);

}  // namespace motcua::testing
