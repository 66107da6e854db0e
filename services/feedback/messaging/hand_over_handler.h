#pragma once

#include <string>

#include "motcua/inbox/inbox.h"

namespace motcua::feedback {

/// Stores which results were handed over (topic motcua.processing.dossier.v1), because those
/// dossiers may be rated. All other events only move the cursor.
///
/// INVALID_ARGUMENT / EVENT_UNREADABLE, EVENT_CONTRADICTS_ENVELOPE: permanent, a dead letter.
class HandOverHandler final : public inbox::EventHandler {
 public:
  bool Handles(const std::string& type) const override;
  absl::Status Apply(const CallContext& call, db::Transaction& transaction,
                     const outbox::Event& event) override;
};

}  // namespace motcua::feedback
