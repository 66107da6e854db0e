#include "targets.h"

#include <algorithm>

#include <absl/strings/ascii.h>

#include "motcua/base/error.h"
#include "motcua/base/status_macros.h"
#include "motcua/config/options.h"
#include "motcua/rpc/client.h"

#include "exit_code.h"

namespace motcua::ctl {
namespace {

const ProgramEntry& EntryOf(Program program) {
  return *std::ranges::find(kPrograms, program, &ProgramEntry::program);
}

absl::StatusOr<Targets> FromEnvironment(const config::Environment& environment) {
  Targets targets;
  config::OptionTable table({.service = "ctl"});
  for (const ProgramEntry& entry : kPrograms) {
    const std::string name(entry.name);
    table.Add(&(targets.*entry.targets), absl::AsciiStrToUpper(name) + "_TARGETS",
              {.text = "Replicas of " + name + "."});
  }
  table.Add(&targets.kafka_brokers, "KAFKA_BROKERS", config::TextSpec{.text = "Brokers."});
  if (const absl::Status loaded = table.Load(environment); !loaded.ok()) {
    const ErrorMetadata faults = Metadata(loaded);
    return UsageError(faults.empty() ? "environment" : faults.front().first, Message(loaded));
  }
  return targets;
}

}  // namespace

std::string_view Name(Program program) {
  return EntryOf(program).name;
}

absl::StatusOr<Program> StatefulProgram(std::string_view name) {
  const auto found = std::ranges::find(kPrograms, name, &ProgramEntry::name);
  if (found == kPrograms.end() || found->program == Program::kGateway) {
    return UsageError("--program",
                      "intake, processing, notification, feedback, reporting or portalsync");
  }
  return found->program;
}

std::vector<Program> Targets::Stateful() const {
  std::vector<Program> programs = {Program::kIntake, Program::kProcessing};
  for (const Program other :
       {Program::kNotification, Program::kFeedback, Program::kReporting, Program::kPortalsync}) {
    if (!(this->*EntryOf(other).targets).empty()) {
      programs.push_back(other);
    }
  }
  return programs;
}

absl::StatusOr<std::vector<std::string>> Targets::Of(Program program) const {
  const std::vector<std::string>& targets = this->*EntryOf(program).targets;
  const std::string option = "--" + std::string(Name(program));
  if (targets.empty()) {
    return UsageError(option, "its address is missing: give " + option +
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
  prefer(flags.kafka_brokers, targets.kafka_brokers);
  for (const ProgramEntry& entry : kPrograms) {
    std::vector<std::string>& list = targets.*entry.targets;
    prefer(flags.*entry.targets, list);
    if (const absl::Status checked = rpc::CheckTargets(list); !list.empty() && !checked.ok()) {
      return UsageError("--" + std::string(entry.name), Message(checked));
    }
  }
  return targets;
}

}  // namespace motcua::ctl
