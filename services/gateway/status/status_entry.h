#pragma once

#include <optional>
#include <string>

#include "motcua/type/v1/dossier.pb.h"

#include "status/version.h"

namespace motcua::gateway {

/// A dossier's complete status as cached; an answer shows only what the caller may see.
struct StatusEntry {
  Version version;
  type::v1::PublicStatus status;
  /// Hash to check a look-up secret with; empty if the status is known from events only.
  std::string secret_hash;
  /// The owner says that there is no such dossier.
  bool unknown = false;
};

/// The status after an event, from the facts that every event carries.
StatusEntry FromFacts(const type::v1::DossierFacts& facts, bool from_processing);

}  // namespace motcua::gateway
