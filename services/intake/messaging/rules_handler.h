#pragma once

#include <string>

#include "motcua/inbox/inbox.h"

namespace motcua::intake {

/// Takes the facts of processing that acceptance depends on: approved workflows and published
/// calendars (design rule 13). Both are facts without order: a workflow version never changes, and
/// an older calendar than the stored one changes nothing.
///
/// INVALID_ARGUMENT / EVENT_UNREADABLE, CALENDAR_INVALID: permanent, a dead letter.
class RulesHandler final : public inbox::EventHandler {
 public:
  bool Handles(const std::string& type) const override;
  absl::Status Apply(const CallContext& call, db::Transaction& transaction,
                     const outbox::Event& event) override;
};

}  // namespace motcua::intake
