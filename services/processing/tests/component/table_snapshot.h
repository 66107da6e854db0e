#pragma once

#include <map>
#include <string>

namespace motcua::processing::testing {

/// Number of rows and a hash of the whole content of every table of a database: two of them compare
/// equal when nothing at all was written in between.
std::map<std::string, std::string> SnapshotTables(const std::string& dsn);

}  // namespace motcua::processing::testing
