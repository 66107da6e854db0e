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
/// For `--program NAME`; USAGE for anything but the stateful programs, which are all except the
/// gateway.
absl::StatusOr<Program> StatefulProgram(std::string_view name);

/// Addresses of the programs and the broker: `host:port` of each replica.
struct Targets {
  std::vector<std::string> intake;
  std::vector<std::string> processing;
  std::vector<std::string> gateway;
  std::vector<std::string> notification;
  std::vector<std::string> feedback;
  std::vector<std::string> reporting;
  std::vector<std::string> portalsync;
  /// In librdkafka's form: host:port,host:port.
  std::string kafka_brokers;

  /// The replicas of `program`; USAGE when neither the command line nor the environment names any.
  absl::StatusOr<std::vector<std::string>> Of(Program program) const;
  /// The stateful programs that a verb for "all" calls: intake and processing, which every
  /// installation has, and others whose address is known.
  std::vector<Program> Stateful() const;
};

/// One program with its name in options and variables, and its addresses.
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

/// MOTCUA_CTL_<PROGRAM>_TARGETS and MOTCUA_CTL_KAFKA_BROKERS; `flags` take precedence. USAGE for an
/// invalid list of addresses.
absl::StatusOr<Targets> ResolveTargets(const Targets& flags,
                                       const config::Environment& environment);

}  // namespace motcua::ctl
