#pragma once

#include <string_view>

#include "motcua/dossier/dossier_state.h"

namespace motcua::dossier {

/// What the citizen should do next. A pure function of the state, so that an owner's answer and the
/// gateway's cache agree.
struct NextAction {
  std::string_view vi;
  std::string_view en;
};
NextAction NextActionIn(NationalState state);

}  // namespace motcua::dossier
