#pragma once

#include <string>

#include "motcua/outbox/event.h"

#include "usecase/ports.h"

namespace motcua::intake {

/// The event of a change as it is fixed in the history: stream `dossier`, key the dossier's id. No
/// personal data goes in: neither content nor applicant is looked at.
outbox::Event MakeDossierEvent(const Change& change, int epoch, const std::string& traceparent);

}  // namespace motcua::intake
