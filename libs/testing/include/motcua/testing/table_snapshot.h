#pragma once

#include <map>
#include <string>

namespace motcua::testing {

/// The number of rows and a hash of the whole content of every table of a database, by name: two of
/// them compare equal when nothing at all was written in between. Reads every row, so it is for the
/// small databases of tests. An error ends the test program. Thread-safe.
std::map<std::string, std::string> SnapshotTables(const std::string& dsn);

}  // namespace motcua::testing
