#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "motcua/config/options.h"
#include "motcua/program/shard_worker.h"
#include "motcua/program/stateful_options.h"

namespace motcua::portalsync {

/// Maximum of REQUEST_TIMEOUT, so that a request ends before another replica may start one.
inline constexpr program::ItemLimit kLongestRequest{std::chrono::seconds(25)};

/// The configuration of portalsync from its environment.
struct Config {
  program::StatefulOptions program;
  /// Replicas of intake, asked for missing history and for what only it knows of a dossier.
  std::vector<std::string> intake_targets;
  /// Replicas of processing, used for missing history.
  std::vector<std::string> processing_targets;
  std::string portal_url;
  std::string portal_ca_file;
  std::string portal_user;
  config::Secret portal_password;
  std::string unit_code;
  std::string destination;
  std::chrono::milliseconds request_timeout{20'000};
  std::chrono::milliseconds first_back_off{1'000};
  std::chrono::milliseconds most_back_off{300'000};
  int failures_to_pause = 5;
  std::chrono::milliseconds probe_interval{2'000};
};

/// The option table over `config`, which must outlive it.
std::unique_ptr<config::OptionTable> MakeOptions(Config& config);

}  // namespace motcua::portalsync
