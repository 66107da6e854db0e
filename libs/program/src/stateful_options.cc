#include "motcua/program/stateful_options.h"

namespace motcua::program {

void AddStatefulOptions(config::OptionTable& table, StatefulOptions& options) {
  table.Add(&options.db_dsn, "DB_DSN",
            {.required = true, .text = "PostgreSQL connection of this program's own database."});
  table.Add(&options.db_pool_size, "DB_POOL_SIZE",
            {.min = 1, .max = 200, .text = "Connections kept for calls."});
  table.Add(&options.province, "PROVINCE",
            {.required = true, .text = "Code of the province this installation serves."});
  table.Add(&options.simulation, "SIMULATION",
            {.text = "Simulated business time; fixed when the database is created."});
  AddProcessOptions(table, options);
}

}  // namespace motcua::program
