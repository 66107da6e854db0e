#pragma once

#include <memory>
#include <string>
#include <vector>

#include "motcua/config/options.h"
#include "motcua/program/stateful_options.h"

namespace motcua::feedback {

/// Everything feedback is told by its environment.
struct Config {
  program::StatefulOptions program;
  /// Replicas of intake, asked which dossier a code means.
  std::vector<std::string> intake_targets;
  /// Replicas of processing, asked for hand-overs and calendars that did not come by Kafka.
  std::vector<std::string> processing_targets;
};

/// The option table over `config`, which must outlive it.
std::unique_ptr<config::OptionTable> MakeOptions(Config& config);

}  // namespace motcua::feedback
