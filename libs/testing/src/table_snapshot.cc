#include "motcua/testing/table_snapshot.h"

#include <memory>

#include <libpq-fe.h>

#include "fatal.h"

namespace motcua::testing {
namespace {

constexpr char kSnapshot[] =
    "SELECT table_name, (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %I',"
    " table_name), false, true, '')))[1]::text || ' ' ||"
    " md5(query_to_xml(format('SELECT t::text FROM %I t ORDER BY 1', table_name), true, false,"
    " '')::text) FROM information_schema.tables WHERE table_schema = 'public'";

}  // namespace

std::map<std::string, std::string> SnapshotTables(const std::string& dsn) {
  const std::unique_ptr<PGconn, void (*)(PGconn*)> connection(PQconnectdb(dsn.c_str()), PQfinish);
  const std::unique_ptr<PGresult, void (*)(PGresult*)> rows(PQexec(connection.get(), kSnapshot),
                                                            PQclear);
  if (PQresultStatus(rows.get()) != PGRES_TUPLES_OK) {
    Fatal(std::string("snapshot of the tables: ") + PQerrorMessage(connection.get()));
  }
  std::map<std::string, std::string> tables;
  for (int row = 0; row < PQntuples(rows.get()); ++row) {
    tables.emplace(PQgetvalue(rows.get(), row, 0), PQgetvalue(rows.get(), row, 1));
  }
  return tables;
}

}  // namespace motcua::testing
