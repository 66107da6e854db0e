#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace motcua::testing {

/// Runs SQL files with the psql program, as sqitch does, so that its meta-commands work. Returns an
/// empty text, or psql's error message.
std::string RunSqlFiles(const std::string& dsn, const std::vector<std::filesystem::path>& files);

}  // namespace motcua::testing
