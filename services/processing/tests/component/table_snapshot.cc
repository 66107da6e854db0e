#include "component/table_snapshot.h"

#include "motcua/base/check.h"
#include "motcua/db/connection.h"

namespace motcua::processing::testing {

std::map<std::string, std::string> SnapshotTables(const std::string& dsn) {
  constexpr db::Statement kSnapshot{
      "snapshot_tables",
      "SELECT table_name, (xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM"
      " %I', table_name), false, true, '')))[1]::text || ' ' ||"
      " md5(query_to_xml(format('SELECT t::text FROM %I t ORDER BY 1', table_name), true, false,"
      " '')::text) FROM information_schema.tables WHERE table_schema = 'public'"};
  const auto connection = db::Connection::Open({.dsn = dsn});
  MOTCUA_CHECK(connection.ok());
  const auto rows = (*connection)->Execute({kSnapshot, {}});
  MOTCUA_CHECK(rows.ok());
  std::map<std::string, std::string> tables;
  for (std::size_t row = 0; row < rows->size(); ++row) {
    tables.emplace(rows->Text(row, 0), rows->Text(row, 1));
  }
  return tables;
}

}  // namespace motcua::processing::testing
