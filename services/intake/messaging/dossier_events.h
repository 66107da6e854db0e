#pragma once

#include "motcua/command/frame.h"
#include "motcua/outbox/event.h"

#include "domain/transitions.h"

namespace motcua::intake {

/// The event of a change as it is fixed in the history: stream `dossier`, key the dossier's id. No
/// personal data goes in: neither content nor applicant is looked at.
outbox::Event MakeDossierEvent(const command::Change<DossierModel>& change, int epoch);

}  // namespace motcua::intake
