#pragma once

#include "motcua/command/frame.h"
#include "motcua/outbox/event.h"

#include "domain/rating.h"
#include "domain/transitions.h"

namespace motcua::feedback {

/// PetitionChanged on stream `petition`, key petition id; its sequence is the petition's revision.
outbox::Event MakePetitionEvent(const command::Change<PetitionModel>& change, int epoch);

/// DossierRated on stream `rating`, key dossier id: the only event of its key.
outbox::Event MakeRatingEvent(const command::Change<RatingModel>& change, int epoch);

}  // namespace motcua::feedback
