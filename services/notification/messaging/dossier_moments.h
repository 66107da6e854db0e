#pragma once

#include <optional>

#include "motcua/type/v1/dossier.pb.h"

#include "motcua/outbox/event.h"

#include "domain/message_template.h"

namespace motcua::notification {

/// What a dossier event means for a citizen.
struct DossierMoment {
  type::v1::DossierFacts facts;
  /// Nullopt for events without a message.
  std::optional<Moment> moment;
  /// Items and amount of a request.
  Values values;
};

/// Reads any event of the two dossier topics. INVALID_ARGUMENT / EVENT_UNREADABLE.
absl::StatusOr<DossierMoment> ReadDossierMoment(const outbox::Event& event);

}  // namespace motcua::notification
