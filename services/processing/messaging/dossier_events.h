#pragma once

#include "motcua/command/frame.h"
#include "motcua/outbox/event.h"

#include "domain/transitions.h"

namespace motcua::processing {

/// The event of one change, with the facts that every event of a dossier carries: its type and
/// bytes are fixed here and never again (design rule 2). Nothing when nothing happened.
std::optional<outbox::Event> MakeEvent(const command::Change<DossierModel>& change, int epoch);

}  // namespace motcua::processing
