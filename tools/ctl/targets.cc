#include "targets.h"

#include <utility>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/config/options.h"
#include "motcua/rpc/client.h"

#include "exit_code.h"

namespace motcua::ctl {
namespace {

absl::StatusOr<Targets> FromEnvironment(const config::Environment& environment) {
  Targets targets;
  config::OptionTable table({.service = "ctl"});
  table.Add(&targets.intake, "INTAKE_TARGETS", {.text = "Replicas of intake."});
  table.Add(&targets.processing, "PROCESSING_TARGETS", {.text = "Replicas of processing."});
  table.Add(&targets.gateway, "GATEWAY_TARGETS", {.text = "Replicas of the gateway."});
  table.Add(&targets.kafka_brokers, "KAFKA_BROKERS", config::TextSpec{.text = "Brokers."});
  if (const absl::Status loaded = table.Load(environment); !loaded.ok()) {
    const ErrorMetadata faults = Metadata(loaded);
    return UsageError(faults.empty() ? "environment" : faults.front().first, Message(loaded));
  }
  return targets;
}

}  // namespace

std::string_view Name(Program program) {
  switch (program) {
    case Program::kIntake:
      return "intake";
    case Program::kProcessing:
      return "processing";
    case Program::kGateway:
      break;
  }
  return "gateway";
}

absl::StatusOr<Program> StatefulProgram(std::string_view name) {
  for (const Program program : {Program::kIntake, Program::kProcessing}) {
    if (Name(program) == name) {
      return program;
    }
  }
  return UsageError("--program", "intake or processing");
}

absl::StatusOr<std::vector<std::string>> Targets::Of(Program program) const {
  const std::vector<std::string>& targets = program == Program::kIntake       ? intake
                                            : program == Program::kProcessing ? processing
                                                                              : gateway;
  const std::string option = "--" + std::string(Name(program));
  if (targets.empty()) {
    return UsageError(option, "say where it is: " + option +
                                  " host:port[,host:port], or the environment (motcuactl --help)");
  }
  return targets;
}

absl::StatusOr<Targets> ResolveTargets(const Targets& flags,
                                       const config::Environment& environment) {
  MOTCUA_ASSIGN_OR_RETURN(Targets targets, FromEnvironment(environment));
  const auto prefer = [](const auto& flag, auto& value) {
    if (!flag.empty()) {
      value = flag;
    }
  };
  prefer(flags.intake, targets.intake);
  prefer(flags.processing, targets.processing);
  prefer(flags.gateway, targets.gateway);
  prefer(flags.kafka_brokers, targets.kafka_brokers);
  for (const auto& [program, list] : {std::pair(Program::kIntake, &targets.intake),
                                      {Program::kProcessing, &targets.processing},
                                      {Program::kGateway, &targets.gateway}}) {
    if (const absl::Status checked = rpc::CheckTargets(*list); !list->empty() && !checked.ok()) {
      return UsageError("--" + std::string(Name(program)), Message(checked));
    }
  }
  return targets;
}

}  // namespace motcua::ctl
