#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <absl/status/statusor.h>

#include "motcua/config/env.h"

namespace motcua::ctl {

enum class Program {
  kIntake,
  kProcessing,
  kGateway,
  kNotification,
  kFeedback,
  kReporting,
  kPortalsync
};
/// `intake`, as in --intake.
std::string_view Name(Program program);
/// For `--program NAME`; USAGE for anything but the programs that keep state: all but the gateway.
absl::StatusOr<Program> StatefulProgram(std::string_view name);

/// Where the programs and the broker are: `host:port` of each replica.
struct Targets {
  std::vector<std::string> intake;
  std::vector<std::string> processing;
  std::vector<std::string> gateway;
  std::vector<std::string> notification;
  std::vector<std::string> feedback;
  std::vector<std::string> reporting;
  std::vector<std::string> portalsync;
  /// As librdkafka takes them: host:port,host:port.
  std::string kafka_brokers;

  /// The replicas of `program`; USAGE when the command line and the environment name none.
  absl::StatusOr<std::vector<std::string>> Of(Program program) const;
  /// The programs with state that a verb for "all" speaks to: intake and processing, which every
  /// installation has, and those of the others whose address is known.
  std::vector<Program> Stateful() const;
};

/// One program, as options and variables name it, and where its addresses stand.
struct ProgramEntry {
  Program program;
  std::string_view name;
  std::vector<std::string> Targets::*targets;
};
inline constexpr std::array<ProgramEntry, 7> kPrograms = {
    {{Program::kIntake, "intake", &Targets::intake},
     {Program::kProcessing, "processing", &Targets::processing},
     {Program::kGateway, "gateway", &Targets::gateway},
     {Program::kNotification, "notification", &Targets::notification},
     {Program::kFeedback, "feedback", &Targets::feedback},
     {Program::kReporting, "reporting", &Targets::reporting},
     {Program::kPortalsync, "portalsync", &Targets::portalsync}}};

/// MOTCUA_CTL_<PROGRAM>_TARGETS and MOTCUA_CTL_KAFKA_BROKERS; what stands in `flags` wins. USAGE
/// for a list that is no list of addresses.
absl::StatusOr<Targets> ResolveTargets(const Targets& flags,
                                       const config::Environment& environment);

}  // namespace motcua::ctl
