#pragma once

#include <memory>
#include <string>
#include <vector>

#include "motcua/config/options.h"
#include "motcua/program/stateful_options.h"

namespace motcua::processing {

/// The configuration of processing from its environment.
struct Config {
  program::StatefulOptions program;
  /// Replicas of intake, asked for acceptances and missing history.
  std::vector<std::string> intake_targets;
};

/// The option table over `config`, which must outlive it.
std::unique_ptr<config::OptionTable> MakeOptions(Config& config);

}  // namespace motcua::processing
