#pragma once

#include <string>

#include <absl/status/status.h>

#include "motcua/base/actor.h"

namespace motcua::portalsync {

/// What decides whether a dossier may be retried.
struct QueuedDossier {
  std::string dossier_id;
  /// The portal has refused its next event, so nothing more of it is sent.
  bool refused = false;
};

/// Only an officer or a program may retry: INVALID_ARGUMENT / ACTOR_INVALID.
absl::Status CheckRetrier(const Actor& actor);

/// FAILED_PRECONDITION / NOT_REFUSED.
absl::Status DecideRetry(const QueuedDossier& dossier);

}  // namespace motcua::portalsync
