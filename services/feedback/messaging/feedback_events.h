#pragma once

#include "motcua/outbox/event.h"

#include "usecase/ports.h"

namespace motcua::feedback {

/// PetitionChanged on stream `petition`, key petition id; its sequence is the petition's revision.
outbox::Event MakePetitionEvent(const Change& change, int epoch, const std::string& traceparent);

/// DossierRated on stream `rating`, key dossier id: the only event of its key.
outbox::Event MakeRatingEvent(const Rating& rating, const std::string& event_id, int epoch,
                              const std::string& traceparent);

}  // namespace motcua::feedback
