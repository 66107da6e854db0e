#pragma once

#include <memory>
#include <string>
#include <vector>

#include "motcua/config/options.h"
#include "motcua/program/stateful_options.h"

namespace motcua::reporting {

/// The configuration of reporting from its environment.
struct Config {
  program::StatefulOptions program;
  /// Replicas of the owners of the events, asked for history that is missing and for rebuilds.
  std::vector<std::string> intake_targets;
  std::vector<std::string> processing_targets;
  std::vector<std::string> feedback_targets;
};

/// The option table over `config`, which must outlive it.
std::unique_ptr<config::OptionTable> MakeOptions(Config& config);

}  // namespace motcua::reporting
