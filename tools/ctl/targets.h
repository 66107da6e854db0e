#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/config/env.h"

namespace motcua::ctl {

enum class Program { kIntake, kProcessing, kGateway };
/// `intake`, as in --intake.
std::string_view Name(Program program);
/// For `--program NAME`; USAGE for anything but intake and processing, which keep state.
absl::StatusOr<Program> StatefulProgram(std::string_view name);

/// Where the programs and the broker are: `host:port` of each replica.
struct Targets {
  std::vector<std::string> intake;
  std::vector<std::string> processing;
  std::vector<std::string> gateway;
  /// As librdkafka takes them: host:port,host:port.
  std::string kafka_brokers;

  /// The replicas of `program`; USAGE when the command line and the environment name none.
  absl::StatusOr<std::vector<std::string>> Of(Program program) const;
};

/// MOTCUA_CTL_{INTAKE,PROCESSING,GATEWAY}_TARGETS and MOTCUA_CTL_KAFKA_BROKERS; what stands in
/// `flags` wins. USAGE for a list that is no list of addresses.
absl::StatusOr<Targets> ResolveTargets(const Targets& flags,
                                       const config::Environment& environment);

}  // namespace motcua::ctl
