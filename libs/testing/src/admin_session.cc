#include "admin_session.h"

#include <memory>

#include <libpq-fe.h>

#include "motcua/testing/stack.h"

#include "fatal.h"

namespace motcua::testing {
namespace {

// A value of a key=value connection string.
std::string Quoted(std::string_view value) {
  std::string quoted = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') {
      quoted += '\\';
    }
    quoted += c;
  }
  return quoted + "'";
}

}  // namespace

AdminSession::AdminSession() : conn_(PQconnectdb(PostgresAdminDsn().c_str())) {
  if (PQstatus(conn_) != CONNECTION_OK) {
    Fatal(std::string("no PostgreSQL behind MOTCUA_STACK_POSTGRES_ADMIN_DSN: ") +
          PQerrorMessage(conn_));
  }
}

AdminSession::~AdminSession() {
  PQfinish(conn_);
}

void AdminSession::Run(const std::string& sql) {
  PGresult* result = PQexec(conn_, sql.c_str());
  const bool ok = PQresultStatus(result) == PGRES_COMMAND_OK;
  PQclear(result);
  if (!ok) {
    Fatal(sql + ": " + PQerrorMessage(conn_));
  }
}

std::string DsnOf(const std::string& database) {
  char* why = nullptr;
  const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(
      PQconninfoParse(PostgresAdminDsn().c_str(), &why), PQconninfoFree);
  if (options == nullptr) {
    Fatal(std::string("MOTCUA_STACK_POSTGRES_ADMIN_DSN: ") + (why == nullptr ? "" : why));
  }
  std::string dsn;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr && std::string_view(option->keyword) != "dbname") {
      dsn += std::string(option->keyword) + "=" + Quoted(option->val) + " ";
    }
  }
  return dsn + "dbname=" + Quoted(database);
}

}  // namespace motcua::testing
