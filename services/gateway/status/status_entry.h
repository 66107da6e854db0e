#pragma once

#include <optional>
#include <string>

#include "motcua/type/v1/dossier.pb.h"

#include "status/version.h"

namespace motcua::gateway {

/// A dossier's status as the cache holds it: everything, of which an answer shows what the asker
/// may see.
struct StatusEntry {
  Version version;
  type::v1::PublicStatus status;
  /// Against which a look-up secret is checked; empty when only events have told of it so far.
  std::string secret_hash;
  /// The owner says that there is no such dossier.
  bool unknown = false;
};

/// The status after an event, from the facts that every event carries.
StatusEntry FromFacts(const type::v1::DossierFacts& facts, bool from_processing);

}  // namespace motcua::gateway
