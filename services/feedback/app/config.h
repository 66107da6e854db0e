#pragma once

#include <memory>
#include <string>
#include <vector>

#include "motcua/config/options.h"
#include "motcua/program/stateful_options.h"

namespace motcua::feedback {

/// The configuration of feedback from its environment.
struct Config {
  program::StatefulOptions program;
  /// Replicas of intake, asked which dossier a code means.
  std::vector<std::string> intake_targets;
  /// Replicas of processing, used to pull hand-overs and calendars not received from Kafka.
  std::vector<std::string> processing_targets;
};

/// The option table over `config`, which must outlive it.
std::unique_ptr<config::OptionTable> MakeOptions(Config& config);

}  // namespace motcua::feedback
