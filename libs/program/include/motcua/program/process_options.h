#pragma once

#include <chrono>
#include <string>

#include "motcua/config/options.h"

namespace motcua::program {

/// The options of every program; a service adds its own.
struct ProcessOptions {
  std::string service;
  std::string version;
  std::string log_level = "info";
  std::string grpc_listen = "127.0.0.1:0";
  std::string metrics_listen = "127.0.0.1:0";
  std::string kafka_brokers;
  int executor_threads = 8;
  int executor_queue = 256;
  /// Label of the executor's metrics; not an option.
  std::string executor = "rpc";
  std::chrono::milliseconds drain_delay{5000};
};

/// Declares them in a service's table, so that name, range and description are the same in every
/// program.
void AddProcessOptions(config::OptionTable& table, ProcessOptions& options);

}  // namespace motcua::program
