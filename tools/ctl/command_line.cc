#include "command_line.h"

#include <ostream>

#include <CLI/CLI.hpp>

#include "motcua/base/error.h"

#include "exit_code.h"
#include "verbs/verb.h"

namespace motcua::ctl {
namespace {

constexpr char kDescription[] =
    "motcuactl: dòng lệnh của cán bộ một cửa và người vận hành MotCua.\n"
    "The command line of MotCua's clerks and operators.";

constexpr char kEnvironment[] =
    "Môi trường / environment:\n"
    "  MOTCUA_CTL_INTAKE_TARGETS ... MOTCUA_CTL_PORTALSYNC_TARGETS (one variable for each "
    "program),\n"
    "  MOTCUA_CTL_KAFKA_BROKERS: same as the options of these names.\n"
    "Kết thúc với / exit status:\n"
    "  0 được / done   1 bị từ chối / refused   2 sai cách dùng / usage   3 không trả lời / no "
    "answer\n"
    "motcuactl VERB --help: cách dùng và ví dụ / usage and examples.";

constexpr char kCommandsGroup[] = "Lệnh / commands";

struct Options {
  Targets targets;
  bool json = false;
};

// The verb that was named, once the line is parsed.
struct Chosen {
  const Verb* verb = nullptr;
  Action action;
};

void AddTargets(CLI::App& app, const std::string& name, std::vector<std::string>& targets) {
  app.add_option("--" + name, targets, "replicas of " + name)
      ->delimiter(',')
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->type_name("HOST:PORT[,HOST:PORT]");
}

void AddCommonOptions(CLI::App& app, Options& options) {
  for (const ProgramEntry& entry : kPrograms) {
    AddTargets(app, std::string(entry.name), options.targets.*entry.targets);
  }
  app.add_option("--brokers", options.targets.kafka_brokers, "Kafka")
      ->type_name("HOST:PORT[,HOST:PORT]");
  app.add_flag("--json", options.json, "JSON documents, one per line, instead of tables");
}

std::string ExamplesOf(const Verb& verb) {
  std::string text = "Ví dụ / examples:";
  for (const std::string& example : verb.examples) {
    text += "\n  motcuactl " + example;
  }
  return text + "\n\nTùy chọn chung / common options: motcuactl --help";
}

CLI::App* Holder(CLI::App& app, const std::string& name) {
  for (CLI::App* const there : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (there->get_name() == name) {
      return there;
    }
  }
  return nullptr;
}

// The words of a verb before the last one are commands that only contain others.
CLI::App& Place(CLI::App& app, const Verb& verb, std::string& name) {
  CLI::App* parent = &app;
  std::string words;
  name = verb.name;
  for (std::size_t blank = name.find(' '); blank != std::string::npos; blank = name.find(' ')) {
    const std::string first = name.substr(0, blank);
    name.erase(0, blank + 1);
    words += (words.empty() ? "" : " ") + first;
    CLI::App* holder = Holder(*parent, first);
    if (holder == nullptr) {
      holder = parent->add_subcommand(first, HeadingOf(words));
      holder->group(parent == &app ? verb.group : std::string(kCommandsGroup))
          ->require_subcommand(1)
          ->fallthrough();
    }
    parent = holder;
  }
  return *parent;
}

void AddVerb(CLI::App& app, const Verb& verb, Chosen& chosen) {
  std::string name;
  CLI::App& parent = Place(app, verb, name);
  CLI::App* const command = parent.add_subcommand(name, verb.vi + " " + verb.en);
  // Common options may also be given after the verb.
  command->group(&parent == &app ? verb.group : std::string(kCommandsGroup))->fallthrough();
  command->footer(ExamplesOf(verb));
  const Action action = verb.bind(*command);
  command->callback([&chosen, &verb, action] {
    chosen.verb = &verb;
    chosen.action = action;
  });
}

absl::Status Run(const Chosen& chosen, const Options& options,
                 const config::Environment& environment, Session::Io io) {
  const bool offline = chosen.verb->group == kOfflineGroup;
  MOTCUA_ASSIGN_OR_RETURN(Targets targets,
                          offline ? Targets() : ResolveTargets(options.targets, environment));
  Session session(std::move(targets), options.json, io);
  MOTCUA_RETURN_IF_ERROR(chosen.action(session));
  if (!io.out.flush()) {
    return Error(absl::StatusCode::kInternal, "OUTPUT_CLOSED", "the output could not be written");
  }
  return absl::OkStatus();
}

}  // namespace

int RunCommandLine(const std::vector<std::string>& arguments,
                   const config::Environment& environment, Session::Io io) {
  CLI::App app(kDescription, "motcuactl");
  app.footer(kEnvironment);
  app.get_formatter()->column_width(26);
  app.require_subcommand(1);
  Options options;
  AddCommonOptions(app, options);
  const std::vector<Verb> verbs = AllVerbs();
  Chosen chosen;
  for (const Verb& verb : verbs) {
    AddVerb(app, verb, chosen);
  }
  try {
    // CLI11 reads them from the back.
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForHelp&) {
    io.out << app.help();
    return io.out.flush() ? kOk : kRefused;
  } catch (const CLI::ParseError& error) {
    PrintError(Error(absl::StatusCode::kInvalidArgument, "USAGE",
                     std::string(error.what()) + "; see motcuactl [VERB] --help"),
               io.err);
    return kUsage;
  }
  const absl::Status status = Run(chosen, options, environment, io);
  if (!status.ok()) {
    PrintError(status, io.err);
  }
  return ExitCodeOf(status);
}

}  // namespace motcua::ctl
