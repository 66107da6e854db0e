#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace motcua::testing {

/// A PostgreSQL database of its own for one test, dropped (sessions and all) on destruction.
///
///   const TempDatabase database = TempDatabase::Create({"libs/outbox/db/event_log.sql"});
///   auto pool = db::Pool::Create({.connection = {.dsn = database.dsn()}});
///
/// Whatever goes wrong here (no server, an error in the SQL) ends the test program with the
/// server's own words: no test behind it could say more. Thread-safe.
class TempDatabase {
 public:
  /// Applies the files in order with psql, so that `\ir` works; relative paths start at the top of
  /// the checkout.
  static TempDatabase Create(const std::vector<std::string>& sql_files);
  ~TempDatabase();
  TempDatabase(TempDatabase&& other) noexcept;
  TempDatabase& operator=(TempDatabase&&) = delete;

  /// As libpq takes it: `host='...' port='...' dbname='...'`.
  const std::string& dsn() const { return dsn_; }
  const std::string& name() const { return name_; }

 private:
  friend TempDatabase MigratedDatabase(const std::string& service);
  explicit TempDatabase(std::string name);
  static TempDatabase Fresh(const std::vector<std::filesystem::path>& files);
  static TempDatabase Clone(const std::string& template_name);
  std::string name_;
  std::string dsn_;
};

/// A database with all migrations of a service: services/<service>/db/deploy/*.sql in the order of
/// sqitch.plan. They are applied once per process, to a database that each call clones.
TempDatabase MigratedDatabase(const std::string& service);

}  // namespace motcua::testing
