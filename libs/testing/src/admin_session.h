#pragma once

#include <string>

struct pg_conn;

namespace motcua::testing {

/// A session of the administrator, for creating and dropping databases. Uses libpq directly instead
/// of motcua::db, because the tests of motcua::db depend on this. Errors end the test program.
class AdminSession {
 public:
  AdminSession();
  ~AdminSession();
  AdminSession(const AdminSession&) = delete;
  AdminSession& operator=(const AdminSession&) = delete;

  void Run(const std::string& sql);

 private:
  pg_conn* conn_;
};

/// The administrator's connection string for another database.
std::string DsnOf(const std::string& database);

}  // namespace motcua::testing
