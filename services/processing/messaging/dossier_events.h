#pragma once

#include "motcua/command/frame.h"
#include "motcua/outbox/event.h"

#include "domain/transitions.h"

namespace motcua::processing {

/// The event of one change, with the facts in every event of a dossier; its type and bytes are
/// final (design rule 2). Empty when there was no occurrence.
std::optional<outbox::Event> MakeEvent(const command::Change<DossierModel>& change, int epoch);

}  // namespace motcua::processing
