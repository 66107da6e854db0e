#include "sqitch_plan.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>

#include "fatal.h"

namespace motcua::testing {

std::vector<std::filesystem::path> DeployScripts(const std::filesystem::path& project) {
  const std::filesystem::path plan_file = project / "sqitch.plan";
  std::ifstream plan(plan_file);
  if (!plan) {
    Fatal("cannot read " + plan_file.string());
  }
  std::vector<std::filesystem::path> scripts;
  std::string line;
  while (std::getline(plan, line)) {
    std::istringstream words(line);
    std::string name;
    // Skips pragmas (%), tags (@) and comments (#).
    if (!(words >> name) || name[0] == '%' || name[0] == '@' || name[0] == '#') {
      continue;
    }
    const std::filesystem::path script = project / "deploy" / (name + ".sql");
    if (std::find(scripts.begin(), scripts.end(), script) != scripts.end()) {
      Fatal(plan_file.string() + " reworks " + name + "; add a new change instead");
    }
    scripts.push_back(script);
  }
  return scripts;
}

}  // namespace motcua::testing
