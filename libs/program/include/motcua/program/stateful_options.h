#pragma once

#include <string>

#include "motcua/config/options.h"
#include "motcua/program/process_options.h"

namespace motcua::program {

/// The options of every program that owns a database.
struct StatefulOptions : ProcessOptions {
  std::string db_dsn;
  int db_pool_size = 8;
  /// Code of the province this installation serves; the database is marked with it at the first
  /// start.
  std::string province;
  /// Only on a database marked as a simulation at its creation (design rule 11).
  bool simulation = false;
};

/// Includes the options of every program.
void AddStatefulOptions(config::OptionTable& table, StatefulOptions& options);

}  // namespace motcua::program
