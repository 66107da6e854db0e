#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "motcua/config/options.h"
#include "motcua/program/process_options.h"

namespace motcua::gateway {

/// The configuration of the gateway from its environment.
struct Config {
  program::ProcessOptions program{
      .executor_threads = 16, .executor_queue = 1024, .executor = "requests"};
  std::string http_listen = "127.0.0.1:0";
  int http_threads = 2;
  int max_connections = 10000;
  int max_connections_per_subnet = 0;
  bool behind_proxy = false;
  std::string redis_address;
  std::vector<std::string> intake_targets;
  std::vector<std::string> processing_targets;
  /// Empty: petitions and ratings answer FEEDBACK_NOT_CONFIGURED.
  std::vector<std::string> feedback_targets;
  std::string portal_credentials_file;
  int max_fills = 32;
  std::chrono::milliseconds owner_limit{1500};
};

/// The option table over `config`, which must outlive it.
std::unique_ptr<config::OptionTable> MakeOptions(Config& config);

}  // namespace motcua::gateway
