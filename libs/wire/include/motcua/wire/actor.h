#pragma once

#include "motcua/type/v1/dossier.pb.h"

#include "motcua/base/actor.h"

namespace motcua::wire {

/// An unknown kind becomes kUnspecified, which command::CheckActor refuses.
Actor ToActor(const type::v1::Actor& actor);

}  // namespace motcua::wire
