#pragma once

#include <cstdint>
#include <string>

#include <absl/status/status.h>

#include "motcua/base/actor.h"
#include "motcua/base/error.h"

namespace motcua::command {

/// The fields that all commands have.
struct Header {
  /// What the command is about, as given by the caller: an id or a code. Empty if it creates
  /// something.
  std::string subject;
  /// The revision that the actor saw. 0 for citizens, who see only a state, and for commands that
  /// create something.
  std::int64_t expected_revision = 0;
  Actor actor;
  std::string reason;
  std::string legal_ground;
};

/// Limits of the texts above, in characters, the same for all programs.
inline constexpr int kLongestReason = 1000;
inline constexpr int kLongestLegalGround = 500;
inline constexpr int kLongestActorId = 64;

/// INVALID_ARGUMENT / ACTOR_INVALID with a field below `field`: no actor, an id that is missing or
/// over 64 characters, or an officer without an agency.
absl::Status CheckActor(const Actor& actor, const std::string& field);

/// CheckActor, and INVALID_ARGUMENT / REASON_TOO_LONG or TEXT_INVALID of reason and legal ground.
/// `path`: where the request has these fields, with the dot.
absl::Status CheckHeader(const Header& header, const std::string& path = "command.");

/// ABORTED / STALE_REVISION unless the actor saw `revision`; INVALID_ARGUMENT / REVISION_MISSING
/// for an officer who gives none. `seen_instead` is added to the metadata of STALE_REVISION.
absl::Status CheckRevision(const Header& header, std::int64_t revision,
                           const ErrorMetadata& seen_instead);

}  // namespace motcua::command
