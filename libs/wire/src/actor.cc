#include "motcua/wire/actor.h"

namespace motcua::wire {

Actor ToActor(const type::v1::Actor& actor) {
  return {.kind = type::v1::ActorKind_IsValid(actor.kind()) ? static_cast<ActorKind>(actor.kind())
                                                            : ActorKind::kUnspecified,
          .id = actor.id(),
          .agency = actor.agency()};
}

}  // namespace motcua::wire
