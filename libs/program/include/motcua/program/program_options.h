#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "motcua/config/options.h"

namespace motcua::program {

/// What `program::Run` has to know of any program.
struct ProcessOptions {
  std::string service;
  std::string version;
  std::string log_level = "info";
};

/// What every stateful program is told by its environment; a service adds its own beside them.
struct ProgramOptions : ProcessOptions {
  std::string db_dsn;
  int db_pool_size = 8;
  std::string grpc_listen = "127.0.0.1:0";
  std::string metrics_listen = "127.0.0.1:0";
  std::string kafka_brokers;
  /// Code of the province this installation serves; the database is marked with it at the first
  /// start.
  std::string province;
  /// Only on a database marked as a simulation at its creation (design rule 11).
  bool simulation = false;
  int executor_threads = 8;
  int executor_queue = 256;
  std::chrono::milliseconds drain_delay{5000};
};

/// Declares them in a service's table, so that name, range and sentence are the same in every
/// program.
void AddProgramOptions(config::OptionTable& table, ProgramOptions& options);

}  // namespace motcua::program
