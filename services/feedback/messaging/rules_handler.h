#pragma once

#include <string>

#include "motcua/inbox/inbox.h"

namespace motcua::feedback {

/// Takes the facts of others that petitions depend on: agencies of intake's catalogue and
/// processing's working calendars. Facts without order: older ones change nothing.
///
/// INVALID_ARGUMENT / EVENT_UNREADABLE, CALENDAR_INVALID: permanent, a dead letter.
class RulesHandler final : public inbox::EventHandler {
 public:
  bool Handles(const std::string& type) const override;
  absl::Status Apply(const CallContext& call, db::Transaction& transaction,
                     const outbox::Event& event) override;
};

}  // namespace motcua::feedback
