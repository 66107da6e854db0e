#pragma once

#include "motcua/type/v1/dossier.pb.h"

#include "motcua/outbox/event.h"

#include "usecase/ports.h"

namespace motcua::processing {

/// The facts that every event of a dossier carries, as of `dossier`.
type::v1::DossierFacts MakeFacts(const Dossier& dossier, dossier::NationalState previous_state,
                                 const Actor& actor, const std::string& reason,
                                 const std::string& legal_ground, int epoch);

/// The event of one change: its type and bytes are fixed here and never again (design rule 2).
outbox::Event MakeEvent(const std::string& event_id, const Dossier& after, const Change& change,
                        int epoch, const std::string& traceparent);

}  // namespace motcua::processing
