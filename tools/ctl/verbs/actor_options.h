#pragma once

#include <string>

#include <CLI/App.hpp>

#include "motcua/type/v1/dossier.pb.h"

namespace motcua::ctl {

/// Who acts: `--actor ID --agency CODE` for an officer, `--actor ID --citizen` for the applicant's
/// portal account. Must outlive the parsing.
struct ActorOptions {
  std::string id;
  std::string agency;
  bool citizen = false;

  void Bind(CLI::App& command);
  type::v1::Actor ToProto() const;
};

}  // namespace motcua::ctl
