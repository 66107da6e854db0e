#pragma once

#include <functional>
#include <string>
#include <vector>

#include <CLI/App.hpp>
#include <absl/status/status.h>

#include "session.h"

namespace motcua::ctl {

/// The action of a verb after its options are parsed.
using Action = std::function<absl::Status(Session&)>;

/// One verb of the command line.
struct Verb {
  /// `accept`, or several words, `topics apply`, `sms templates load`.
  std::string name;
  /// Its heading in `--help`.
  std::string group;
  /// One line each.
  std::string vi;
  std::string en;
  /// Command lines without the program's name.
  std::vector<std::string> examples;
  /// Declares options and arguments. They are stored in the action, which outlives the parsing.
  std::function<Action(CLI::App& command)> bind;
};

inline constexpr char kDossierGroup[] = "Hồ sơ / Dossiers";
inline constexpr char kReadGroup[] = "Tra cứu / Reading";
inline constexpr char kOperatorGroup[] = "Vận hành / Operations";
inline constexpr char kOfflineGroup[] = "Không cần máy chủ / Offline";

std::vector<Verb> PetitionVerbs();
std::vector<Verb> LoadVerbs();
std::vector<Verb> TakeInVerbs();
std::vector<Verb> DecisionVerbs();
std::vector<Verb> DossierViewVerbs();
std::vector<Verb> ListVerbs();
std::vector<Verb> ReportVerbs();
std::vector<Verb> FlowVerbs();
std::vector<Verb> SetAsideVerbs();
std::vector<Verb> TopicVerbs();
std::vector<Verb> ClockVerbs();
std::vector<Verb> SmsVerbs();
std::vector<Verb> PortalVerbs();
std::vector<Verb> OfflineVerbs();

/// All of them, in the order of `--help`.
std::vector<Verb> AllVerbs();
/// Descriptions in `--help` of the first words of longer verbs, such as `sms` or `sms templates`.
std::string HeadingOf(const std::string& words);

}  // namespace motcua::ctl
