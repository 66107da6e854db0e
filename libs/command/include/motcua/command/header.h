#pragma once

#include <cstdint>
#include <string>

#include <absl/status/status.h>

#include "motcua/base/actor.h"
#include "motcua/base/error.h"

namespace motcua::command {

/// What every command says beside its own fields.
struct Header {
  /// What it is about, as the caller wrote it: an id or a code. Empty for one that makes something
  /// new.
  std::string subject;
  /// The revision that the actor saw. 0 is for citizens, who see a state and no form, and for what
  /// makes something new.
  std::int64_t expected_revision = 0;
  Actor actor;
  std::string reason;
  std::string legal_ground;
};

/// Limits of the texts above, in characters, the same for all programs.
inline constexpr int kLongestReason = 1000;
inline constexpr int kLongestLegalGround = 500;
inline constexpr int kLongestActorId = 64;

/// INVALID_ARGUMENT / ACTOR_INVALID with the field below `field`: nobody acts, an id that is
/// missing or over 64 characters, an officer without an agency.
absl::Status CheckActor(const Actor& actor, const std::string& field);

/// CheckActor, and INVALID_ARGUMENT / REASON_TOO_LONG or TEXT_INVALID of reason and legal ground.
absl::Status CheckHeader(const Header& header);

/// ABORTED / STALE_REVISION unless the actor saw `revision`; INVALID_ARGUMENT / REVISION_MISSING
/// for an officer who states none. `seen_instead` goes into the error beside the revision.
absl::Status CheckRevision(const Header& header, std::int64_t revision,
                           const ErrorMetadata& seen_instead);

}  // namespace motcua::command
