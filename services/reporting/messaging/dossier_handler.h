#pragma once

#include <string>
#include <vector>

#include "motcua/inbox/inbox.h"

namespace motcua::reporting {

/// Counts the dossier events of intake and processing (field 1 of each has all that a report needs)
/// into one slot, and stores the payments that they confirm. Thread-safe.
class DossierHandler final : public inbox::EventHandler {
 public:
  explicit DossierHandler(int slot) : slot_(slot) {}

  /// Every type of the owners' event packages, including newer ones, because all have the facts.
  bool Handles(const std::string& type) const override;
  absl::Status Apply(const CallContext& call, db::Transaction& transaction,
                     const outbox::Event& event) override;
  /// Sums the changes of all events before writing them.
  absl::Status ApplyAll(const CallContext& call, db::Transaction& transaction,
                        const std::vector<const outbox::Event*>& events) override;

 private:
  const int slot_;
};

}  // namespace motcua::reporting
