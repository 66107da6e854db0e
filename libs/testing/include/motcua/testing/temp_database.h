#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace motcua::testing {

/// A PostgreSQL database for one test, dropped together with its sessions on destruction.
///
///   const TempDatabase database = TempDatabase::Create({"libs/outbox/db/event_log.sql"});
///   auto pool = db::Pool::Create({.connection = {.dsn = database.dsn()}});
///
/// Any error (no server, an error in the SQL) ends the test program with the server's message.
/// Thread-safe.
class TempDatabase {
 public:
  /// Applies the files in order with psql, so that `\ir` works; relative paths start at the top of
  /// the checkout.
  static TempDatabase Create(const std::vector<std::string>& sql_files);
  ~TempDatabase();
  TempDatabase(TempDatabase&& other) noexcept;
  TempDatabase& operator=(TempDatabase&&) = delete;

  /// In libpq's form: `host='...' port='...' dbname='...'`.
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
