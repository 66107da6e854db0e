#pragma once

#include "motcua/inbox/inbox.h"

namespace motcua::processing {

/// Projects what processing needs of intake's catalogue (topic motcua.intake.catalogue.v1):
/// agencies, for routing, and rule sets. An older sequence of a key changes nothing. Thread-safe.
class CatalogueHandler final : public inbox::EventHandler {
 public:
  bool Handles(const std::string& type) const override;
  absl::Status Apply(const CallContext& call, db::Transaction& transaction,
                     const outbox::Event& event) override;
};

}  // namespace motcua::processing
