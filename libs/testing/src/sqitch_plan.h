#pragma once

#include <filesystem>
#include <vector>

namespace motcua::testing {

/// The deploy scripts of a sqitch project, in the order of its plan. A plan that cannot be read, or
/// reworks a change (which needs sqitch itself), ends the test program.
std::vector<std::filesystem::path> DeployScripts(const std::filesystem::path& project);

}  // namespace motcua::testing
