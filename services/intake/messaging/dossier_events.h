#pragma once

#include "motcua/command/frame.h"
#include "motcua/outbox/event.h"

#include "domain/transitions.h"

namespace motcua::intake {

/// The event of a change: stream `dossier`, key the dossier's id. Contains no personal data:
/// content and applicant are not used.
outbox::Event MakeDossierEvent(const command::Change<DossierModel>& change, int epoch);

}  // namespace motcua::intake
