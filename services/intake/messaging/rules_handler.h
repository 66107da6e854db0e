#pragma once

#include "motcua/catalogue/fact_handler.h"

namespace motcua::intake {

/// Takes the facts of processing that acceptance depends on: approved workflows and published
/// calendars (design rule 13).
catalogue::FactHandler MakeRulesHandler();

}  // namespace motcua::intake
