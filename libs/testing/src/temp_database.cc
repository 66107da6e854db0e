#include "motcua/testing/temp_database.h"

#include <filesystem>
#include <map>
#include <mutex>
#include <utility>

#include "motcua/testing/stack.h"

#include "admin_session.h"
#include "fatal.h"
#include "psql.h"
#include "sqitch_plan.h"

namespace motcua::testing {

TempDatabase::TempDatabase(std::string name) : name_(std::move(name)), dsn_(DsnOf(name_)) {}

TempDatabase::TempDatabase(TempDatabase&& other) noexcept
    : name_(std::exchange(other.name_, {})), dsn_(std::exchange(other.dsn_, {})) {}

TempDatabase::~TempDatabase() {
  if (!name_.empty()) {
    AdminSession().Run("DROP DATABASE \"" + name_ + "\" WITH (FORCE)");
  }
}

TempDatabase TempDatabase::Clone(const std::string& template_name) {
  std::string name = UniqueName("motcua_test_");
  AdminSession().Run("CREATE DATABASE \"" + name + "\" TEMPLATE \"" + template_name + "\"");
  return TempDatabase(std::move(name));
}

TempDatabase TempDatabase::Fresh(const std::vector<std::filesystem::path>& files) {
  std::string error;
  {
    TempDatabase database = Clone("template0");
    error = RunSqlFiles(database.dsn(), files);
    if (error.empty()) {
      return database;
    }
  }  // dropped before the program ends
  Fatal(error);
}

TempDatabase TempDatabase::Create(const std::vector<std::string>& sql_files) {
  std::vector<std::filesystem::path> files;
  for (const std::string& file : sql_files) {
    files.push_back(std::filesystem::path(MOTCUA_SOURCE_DIR) / file);  // an absolute path is kept
  }
  return Fresh(files);
}

TempDatabase MigratedDatabase(const std::string& service) {
  // Static, so that its destructor drops the templates when the test program ends.
  static std::mutex mutex;
  static std::map<std::string, TempDatabase> templates;
  const std::lock_guard lock(mutex);
  auto found = templates.find(service);
  if (found == templates.end()) {
    TempDatabase fresh = TempDatabase::Fresh(
        DeployScripts(std::filesystem::path(MOTCUA_SOURCE_DIR) / "services" / service / "db"));
    found = templates.emplace(service, std::move(fresh)).first;
  }
  return TempDatabase::Clone(found->second.name());
}

}  // namespace motcua::testing
