#pragma once

#include <memory>
#include <string>
#include <vector>

#include "motcua/config/options.h"
#include "motcua/program/stateful_options.h"

namespace motcua::intake {

/// The configuration of intake from its environment.
struct Config {
  program::StatefulOptions program;
  /// Replicas of processing, asked for rules that did not come by Kafka.
  std::vector<std::string> processing_targets;
  /// URL prefix of the dossier code in a receipt's QR code.
  std::string lookup_url;
};

/// The option table over `config`, which must outlive it.
std::unique_ptr<config::OptionTable> MakeOptions(Config& config);

}  // namespace motcua::intake
